package dev.finetuning.registry;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.ServedModel;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A version with one thing changed. */
final class VersionEdits {
    private VersionEdits() {}

    static ModelVersion withAliases(ModelVersion version, Set<Alias> aliases) {
        return standing(version, aliases, version.standing());
    }

    static ModelVersion withStanding(ModelVersion version, VersionStatus standing) {
        return standing(version, version.aliases(), standing);
    }

    private static ModelVersion standing(ModelVersion v, Set<Alias> aliases, VersionStatus standing) {
        return new ModelVersion(
                v.name(),
                v.version(),
                v.served(),
                v.lineage(),
                v.metrics(),
                v.scoreCards(),
                v.tags(),
                v.metadata(),
                v.approvals(),
                aliases,
                standing,
                v.registered(),
                v.registeredAt());
    }

    static ModelVersion withScores(ModelVersion v, List<ScoreCard> more) {
        List<ScoreCard> cards = new ArrayList<>(v.scoreCards());
        cards.addAll(more);
        return evidence(v, cards, v.approvals());
    }

    static ModelVersion withApproval(ModelVersion v, String who, Instant at) {
        Map<String, Instant> approvals = new LinkedHashMap<>(v.approvals());
        approvals.putIfAbsent(who, at);
        return evidence(v, v.scoreCards(), approvals);
    }

    private static ModelVersion evidence(ModelVersion v, List<ScoreCard> cards, Map<String, Instant> approvals) {
        return new ModelVersion(
                v.name(),
                v.version(),
                v.served(),
                v.lineage(),
                v.metrics(),
                cards,
                v.tags(),
                v.metadata(),
                approvals,
                v.aliases(),
                v.standing(),
                v.registered(),
                v.registeredAt());
    }

    static ModelVersion withLabels(ModelVersion v, RegistryEvent.VersionLabelled change) {
        Set<String> tags = new HashSet<>(v.tags());
        tags.removeAll(change.removed());
        tags.addAll(change.added());
        Map<String, String> metadata = new LinkedHashMap<>(v.metadata());
        metadata.putAll(change.metadata());
        Instant shutdownAt =
                change.shutdownAt() != null ? change.shutdownAt() : v.served().shutdownAt();
        return new ModelVersion(
                v.name(),
                v.version(),
                new ServedModel(v.provider(), v.modelId(), shutdownAt),
                v.lineage(),
                v.metrics(),
                v.scoreCards(),
                tags,
                metadata,
                v.approvals(),
                v.aliases(),
                v.standing(),
                v.registered(),
                v.registeredAt());
    }
}
