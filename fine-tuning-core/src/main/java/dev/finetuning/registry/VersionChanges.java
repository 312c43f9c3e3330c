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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** What changes about a version's labels. */
    record LabelChange(
            Set<String> added, Set<String> removed, Map<String, String> metadata, Optional<Instant> shutdownAt) {
        static LabelChange adding(Set<String> tags) {
            return new LabelChange(tags, Set.of(), Map.of(), Optional.empty());
        }

        static LabelChange removing(Set<String> tags) {
            return new LabelChange(Set.of(), tags, Map.of(), Optional.empty());
        }

        static LabelChange describing(Map<String, String> metadata) {
            return new LabelChange(Set.of(), Set.of(), metadata, Optional.empty());
        }

        static LabelChange ending(Instant shutdownAt) {
            return new LabelChange(Set.of(), Set.of(), Map.of(), Optional.of(shutdownAt));
        }

        RegistryEvent of(ModelVersion version, Author by, Instant now) {
            return new VersionLabelled(
                    version.name(), version.version(), added, removed, metadata, shutdownAt, by, now);
        }
    }
}
