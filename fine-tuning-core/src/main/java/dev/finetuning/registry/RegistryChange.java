package dev.finetuning.registry;

import java.time.Instant;
import java.util.List;

/**
 * A change of a registry, decided from its current state. It may be called several times if others change
 * the registry meanwhile; only the last decision counts.
 */
@FunctionalInterface
public interface RegistryChange {
    /**
     * Decides what to change.
     *
     * @param view the current state of the registry
     * @param now the time of the events
     * @return the events to record, all of them or none; empty if nothing needs to change
     */
    List<RegistryEvent> decide(RegistryView view, Instant now);
}
