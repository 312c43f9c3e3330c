package dev.finetuning.registry;

/**
 * Is told of every change of a registry, also of those that other processes make, each once and in order. It
 * is called while the registry is being changed, so it should return quickly and must not change the
 * registry itself; what it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface RegistryListener {
    /** Takes the newest event. */
    void onEvent(RegistryEvent event);
}
