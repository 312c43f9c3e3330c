package dev.finetuning.registry.internal.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** All that a registry holds at one moment. Immutable. */
public final class RegistryState {
    /** A registry without a model. */
    public static final RegistryState EMPTY = new RegistryState(Map.of(), Instant.MIN);

    private final Map<String, ModelState> models;
    private final Instant changedAt;

    /** Takes the map as its own. */
    RegistryState(Map<String, ModelState> models, Instant changedAt) {
        this.models = models;
        this.changedAt = changedAt;
    }

    /** The models by name; must not be changed. */
    public Map<String, ModelState> models() {
        return models;
    }

    /** A model by its name. */
    public Optional<ModelState> model(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** When it last changed. */
    public Instant changedAt() {
        return changedAt;
    }
}
