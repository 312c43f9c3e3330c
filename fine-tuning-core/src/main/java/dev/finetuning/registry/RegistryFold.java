package dev.finetuning.registry;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Folds events into a view, copying only the models they touch. Not thread-safe. */
final class RegistryFold {
    private final RegistryView start;
    private final Map<String, ModelFold> touched = new HashMap<>();
    private Instant last;

    RegistryFold(RegistryView start) {
        this.start = start;
        last = start.changedAt();
    }

    void add(RegistryEvent event) {
        last = event.at().isAfter(last) ? event.at() : last;
        ModelFold model = touched.computeIfAbsent(event.name(), this::open);
        if (event instanceof RegistryEvent.VersionRegistered registered) {
            model.register(registered.version());
        } else if (event instanceof RegistryEvent.AliasMoved moved) {
            model.move(moved);
        } else if (event instanceof RegistryEvent.VersionScored scored) {
            model.change(scored.version(), version -> VersionEdits.withScores(version, scored.scoreCards()));
        } else if (event instanceof RegistryEvent.VersionLabelled labelled) {
            model.change(labelled.version(), version -> VersionEdits.withLabels(version, labelled));
        } else if (event instanceof RegistryEvent.VersionApproved approved) {
            model.change(
                    approved.version(),
                    version -> VersionEdits.withApproval(version, approved.by().who(), approved.at()));
        } else if (event instanceof RegistryEvent.StatusChanged changed) {
            model.change(changed.version(), version -> VersionEdits.withStanding(version, changed.standing()));
        }
    }

    private ModelFold open(String name) {
        return start.model(name).map(ModelFold::new).orElseGet(() -> new ModelFold(name));
    }

    RegistryView build() {
        Map<String, RegisteredModel> models = new HashMap<>(start.modelMap());
        touched.forEach((name, model) -> models.put(name, model.build()));
        return new RegistryView(models, last);
    }
}
