package dev.finetuning.registry;

import java.time.Instant;
import java.util.List;

/**
 * A change of a registry, decided against what the registry holds at that moment. It may be decided
 * several times when others change the registry meanwhile; only the last decision counts.
 */
@FunctionalInterface
public interface RegistryChange {
    /**
     * Decides.
     *
     * @param view all that the registry holds
     * @param now the time that the events bear
     * @return the events to record, all or none of them; empty where nothing needs to change
     */
    List<RegistryEvent> decide(RegistryView view, Instant now);
}
