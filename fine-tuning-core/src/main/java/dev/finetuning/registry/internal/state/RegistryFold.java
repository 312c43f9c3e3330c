package dev.finetuning.registry.internal.state;

import dev.finetuning.registry.LabelChange;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Folds events into a view, copying only the models they touch. Not thread-safe. */
public final class RegistryFold {
    private final RegistryState start;
    private final Map<String, ModelFold> touched = new HashMap<>();
    private Instant last;

    /** Goes on from a state, which stays as it is. */
    public RegistryFold(RegistryState start) {
        this.start = start;
        last = start.changedAt();
    }

    /** Takes in the next event. */
    public void add(RegistryEvent event) {
        last = event.at().isAfter(last) ? event.at() : last;
        ModelFold model = touched.computeIfAbsent(event.name(), this::open);
        if (event instanceof RegistryEvent.VersionRegistered registered) {
            model.register(registered.version());
        } else if (event instanceof RegistryEvent.AliasMoved moved) {
            model.move(moved.move(), moved.at());
        } else if (event instanceof RegistryEvent.VersionScored scored) {
            model.change(
                    scored.version(),
                    version -> version.toBuilder()
                            .addScoreCards(scored.scoreCards())
                            .build());
        } else if (event instanceof RegistryEvent.VersionLabelled labelled) {
            model.change(labelled.version(), version -> labelled(version, labelled.change()));
        } else if (event instanceof RegistryEvent.VersionApproved approved) {
            model.change(approved.version(), version -> approved(version, approved));
        } else if (event instanceof RegistryEvent.StatusChanged changed) {
            model.change(
                    changed.version(),
                    version -> version.toBuilder().status(changed.status()).build());
        }
    }

    private static ModelVersion labelled(ModelVersion version, LabelChange change) {
        Set<String> tags = new HashSet<>(version.tags());
        tags.removeAll(change.removed());
        tags.addAll(change.added());
        Map<String, String> metadata = new LinkedHashMap<>(version.metadata());
        metadata.putAll(change.metadata());
        ModelVersion.Builder builder = version.toBuilder().tags(tags).metadata(metadata);
        change.shutdownAt().ifPresent(end -> builder.served(version.served().withShutdownAt(end)));
        return builder.build();
    }

    /** Each person counts once, with the first time. */
    private static ModelVersion approved(ModelVersion version, RegistryEvent.VersionApproved approval) {
        Map<String, Instant> approvals = new LinkedHashMap<>(version.approvals());
        approvals.putIfAbsent(approval.by().who(), approval.at());
        return version.toBuilder().approvals(approvals).build();
    }

    private ModelFold open(String name) {
        return start.model(name).map(ModelFold::new).orElseGet(() -> new ModelFold(name));
    }

    /** The state that all events so far add up to. */
    public RegistryState build() {
        Map<String, ModelState> models = new HashMap<>(start.models());
        touched.forEach((name, model) -> models.put(name, model.build()));
        return new RegistryState(models, last);
    }
}
