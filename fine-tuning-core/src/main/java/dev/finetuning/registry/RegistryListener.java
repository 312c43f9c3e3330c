package dev.finetuning.registry;

/**
 * Receives every change of a registry once and in order, including those by other processes. It is called
 * while the registry is being changed, so it should return quickly and must not change the registry.
 * Exceptions are logged and otherwise ignored.
 */
@FunctionalInterface
public interface RegistryListener {
    /** Called with the latest event. */
    void onEvent(RegistryEvent event);
}
