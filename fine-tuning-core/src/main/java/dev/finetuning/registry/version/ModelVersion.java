package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One version of a registered model, as it stands at some moment: the same version has other aliases and
 * score cards later.
 *
 * @param name the registered model's name
 * @param version its number
 * @param served where it can be asked
 * @param lineage what it was made from
 * @param metrics what training measured, by the names of {@link dev.finetuning.training.Metrics}
 * @param scoreCards what evaluations measured, oldest first
 * @param tags free labels
 * @param metadata free facts
 * @param approvals who approved it, with when
 * @param aliases the aliases that point to it
 * @param standing whether it may serve
 * @param registered who registered it
 * @param registeredAt when
 */
public record ModelVersion(
        String name,
        SemanticVersion version,
        ServedModel served,
        Lineage lineage,
        Map<String, Double> metrics,
        List<ScoreCard> scoreCards,
        Set<String> tags,
        Map<String, String> metadata,
        Map<String, Instant> approvals,
        Set<Alias> aliases,
        VersionStatus standing,
        Author registered,
        Instant registeredAt) {
    /** Copies what can change. */
    public ModelVersion {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        scoreCards = List.copyOf(scoreCards);
        tags = Set.copyOf(tags);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        approvals = Collections.unmodifiableMap(new LinkedHashMap<>(approvals));
        aliases = Set.copyOf(aliases);
    }

    /** The id: {@code support-bot@1.4.2}. */
    public String id() {
        return name + "@" + version;
    }

    /** The id by which the provider knows the model. */
    public String modelId() {
        return served.modelId();
    }

    /** The provider's short name. */
    public String provider() {
        return served.provider();
    }

    /** Where it stands in its life. */
    public Stage stage() {
        return Stage.of(this);
    }

    /** The newest score card of a metric that was measured on the same data, and in the same direction, as another. */
    public Optional<ScoreCard> comparable(ScoreCard other) {
        return scoreCards.stream()
                .filter(card -> card.metric().equals(other.metric())
                        && card.direction() == other.direction()
                        && card.source().equals(other.source()))
                .reduce((older, newer) -> newer);
    }

    /** The newest score card of a metric. */
    public Optional<ScoreCard> score(String metric) {
        return scoreCards.stream().filter(card -> card.metric().equals(metric)).reduce((older, newer) -> newer);
    }
}
