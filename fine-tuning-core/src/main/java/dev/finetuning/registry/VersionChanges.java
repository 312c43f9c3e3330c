package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.StatusChanged;
import dev.finetuning.registry.RegistryEvent.VersionLabelled;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The changes that add versions and say whether they may serve. */
final class VersionChanges {
    private VersionChanges() {}

    /** Registers a model once: the same model under the same name is already there. */
    static RegistryChange register(Registration registration, Author by) {
        return (view, now) -> {
            if (registered(view, registration).isPresent()) {
                return List.of();
            }
            Optional<RegisteredModel> model = view.model(registration.name());
            Optional<SemanticVersion> newest =
                    model.flatMap(RegisteredModel::newest).map(ModelVersion::version);
            ModelVersion version = registration.toVersion(newest, by, now);
            if (model.flatMap(known -> known.version(version.version())).isPresent()) {
                throw new RegistryConflictException(
                        version.id() + " is already registered for another model; leave the number to the registry");
            }
            return List.of(new VersionRegistered(version));
        };
    }

    static Optional<ModelVersion> registered(RegistryView view, Registration registration) {
        return view.versions(registration.name()).stream()
                .filter(registration::isAlready)
                .findFirst();
    }

    static RegistryChange standing(ModelVersion wanted, VersionStatus standing, Author by) {
        return (view, now) -> {
            ModelVersion version = view.require(wanted.name(), wanted.version());
            if (version.status() == standing) {
                return List.of();
            }
            if (standing == VersionStatus.ARCHIVED && !version.aliases().isEmpty()) {
                throw new RegistryConflictException(
                        version.id() + " is still pointed to by " + version.aliases() + "; move these aliases first");
            }
            return List.of(new StatusChanged(version.name(), version.version(), standing, by, now));
        };
    }

    static RegistryEvent labelled(ModelVersion version, LabelChange.Builder change, Author by, Instant now) {
        return new VersionLabelled(version.name(), version.version(), change.build(), by, now);
    }
}
