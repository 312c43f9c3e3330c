package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.VersionLabelled;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What changes about a version's labels. */
record LabelChange(Set<String> added, Set<String> removed, Map<String, String> metadata, Optional<Instant> shutdownAt) {
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
        return new VersionLabelled(version.name(), version.version(), added, removed, metadata, shutdownAt, by, now);
    }
}
