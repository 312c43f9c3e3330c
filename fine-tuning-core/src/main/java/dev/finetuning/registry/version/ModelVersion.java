package dev.finetuning.registry.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A snapshot of one version of a registered model; its aliases and score cards may change later. Immutable. */
public final class ModelVersion {
    private static final int MAX_NAME = 128;

    private final String name;
    private final SemanticVersion version;
    private final ServedModel served;
    private final Lineage lineage;
    private final Map<String, Double> metrics;
    private final List<ScoreCard> scoreCards;
    private final Set<String> tags;
    private final Map<String, String> metadata;
    private final Map<String, Instant> approvals;
    private final Set<Alias> aliases;
    private final VersionStatus status;
    private final Author registered;
    private final Instant registeredAt;

    private ModelVersion(Builder builder) {
        name = builder.name;
        version = builder.version;
        served = builder.served;
        lineage = builder.lineage;
        metrics = builder.metrics;
        scoreCards = builder.scoreCards;
        tags = builder.tags;
        metadata = builder.metadata;
        approvals = builder.approvals;
        aliases = builder.aliases;
        status = builder.status;
        registered = builder.registered;
        registeredAt = builder.registeredAt;
    }

    /**
     * Starts a version.
     *
     * @param name the registered model's name, as {@link #requireName} accepts it
     * @param version its number
     * @param served the provider and its model id
     * @param lineage what it was made from
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static Builder builder(String name, SemanticVersion version, ServedModel served, Lineage lineage) {
        return new Builder(requireName(name), version, served, lineage);
    }

    /**
     * Checks a model name: 1 to 128 characters, not blank, without {@code @} and control characters.
     *
     * @return the name
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static String requireName(String name) {
        boolean acceptable = !name.isBlank()
                && name.length() <= MAX_NAME
                && name.indexOf('@') < 0
                && name.chars().noneMatch(Character::isISOControl);
        if (!acceptable) {
            throw new IllegalArgumentException("a model's name has 1 to " + MAX_NAME
                    + " characters, none of them @ or a control character: it has " + name.length());
        }
        return name;
    }

    /** A builder with the values of this version. */
    public Builder toBuilder() {
        Builder builder = new Builder(name, version, served, lineage);
        builder.metrics = metrics;
        builder.scoreCards = scoreCards;
        builder.tags = tags;
        builder.metadata = metadata;
        builder.approvals = approvals;
        builder.aliases = aliases;
        builder.status = status;
        builder.registered = registered;
        builder.registeredAt = registeredAt;
        return builder;
    }

    /** The id: {@code support-bot@1.4.2}. */
    public String id() {
        return name + "@" + version;
    }

    /** The registered model's name. */
    public String name() {
        return name;
    }

    /** Its number. */
    public SemanticVersion version() {
        return version;
    }

    /** The provider and its model id. */
    public ServedModel served() {
        return served;
    }

    /** The provider's id of the model. */
    public String modelId() {
        return served.modelId();
    }

    /** The provider's short name. */
    public String provider() {
        return served.provider();
    }

    /** What it was made from. */
    public Lineage lineage() {
        return lineage;
    }

    /** The metrics of the training, by the names of {@link dev.finetuning.training.Metrics}. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** The results of evaluations, oldest first. */
    public List<ScoreCard> scoreCards() {
        return scoreCards;
    }

    /** Its tags. */
    public Set<String> tags() {
        return tags;
    }

    /** Its facts. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Who approved it, and when. */
    public Map<String, Instant> approvals() {
        return approvals;
    }

    /** The aliases that point to it. */
    public Set<Alias> aliases() {
        return aliases;
    }

    /** Whether it may serve. */
    public VersionStatus status() {
        return status;
    }

    /** Who registered it, and why. */
    public Author registered() {
        return registered;
    }

    /** When it was registered. */
    public Instant registeredAt() {
        return registeredAt;
    }

    /** Its lifecycle stage, derived from its status, aliases and score cards. */
    public Stage stage() {
        return Stage.of(this);
    }

    /** The latest score card of a metric. */
    public Optional<ScoreCard> score(String metric) {
        return scoreCards.stream().filter(card -> card.metric().equals(metric)).reduce((older, newer) -> newer);
    }

    /** The latest score card that is comparable with the given one: same metric, same data, same direction. */
    public Optional<ScoreCard> comparable(ScoreCard other) {
        return scoreCards.stream()
                .filter(card -> card.metric().equals(other.metric())
                        && card.direction() == other.direction()
                        && card.source().equals(other.source()))
                .reduce((older, newer) -> newer);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelVersion that
                && name.equals(that.name)
                && version.equals(that.version)
                && served.equals(that.served)
                && lineage.equals(that.lineage)
                && metrics.equals(that.metrics)
                && scoreCards.equals(that.scoreCards)
                && tags.equals(that.tags)
                && metadata.equals(that.metadata)
                && approvals.equals(that.approvals)
                && aliases.equals(that.aliases)
                && status == that.status
                && registered.equals(that.registered)
                && registeredAt.equals(that.registeredAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, version, served, registeredAt);
    }

    /** Its id, the model behind it, and its stage. */
    @Override
    public String toString() {
        return "ModelVersion[" + id() + ", " + served.modelId() + ", " + stage() + "]";
    }

    /** Collects the values of a version. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final SemanticVersion version;
        private ServedModel served;
        private final Lineage lineage;
        private Map<String, Double> metrics = Map.of();
        private List<ScoreCard> scoreCards = List.of();
        private Set<String> tags = Set.of();
        private Map<String, String> metadata = Map.of();
        private Map<String, Instant> approvals = Map.of();
        private Set<Alias> aliases = Set.of();
        private VersionStatus status = VersionStatus.ACTIVE;
        private Author registered = Author.UNKNOWN;
        private Instant registeredAt = Instant.EPOCH;

        private Builder(String name, SemanticVersion version, ServedModel served, Lineage lineage) {
            this.name = name;
            this.version = Objects.requireNonNull(version, "version");
            this.served = Objects.requireNonNull(served, "served");
            this.lineage = Objects.requireNonNull(lineage, "lineage");
        }

        /** The provider and its model id. */
        public Builder served(ServedModel model) {
            served = Objects.requireNonNull(model, "model");
            return this;
        }

        /** The metrics of the training. */
        public Builder metrics(Map<String, Double> values) {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            return this;
        }

        /** The results of evaluations, oldest first. */
        public Builder scoreCards(List<ScoreCard> cards) {
            scoreCards = List.copyOf(cards);
            return this;
        }

        /** Adds results of evaluations. */
        public Builder addScoreCards(List<ScoreCard> cards) {
            List<ScoreCard> all = new ArrayList<>(scoreCards);
            all.addAll(cards);
            return scoreCards(all);
        }

        /** Its tags. */
        public Builder tags(Collection<String> labels) {
            tags = Set.copyOf(labels);
            return this;
        }

        /** Its facts. */
        public Builder metadata(Map<String, String> facts) {
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
            return this;
        }

        /** Who approved it, and when. */
        public Builder approvals(Map<String, Instant> people) {
            approvals = Collections.unmodifiableMap(new LinkedHashMap<>(people));
            return this;
        }

        /** The aliases that point to it. */
        public Builder aliases(Collection<Alias> names) {
            aliases = Set.copyOf(names);
            return this;
        }

        /** Whether it may serve. */
        public Builder status(VersionStatus newStatus) {
            status = Objects.requireNonNull(newStatus, "newStatus");
            return this;
        }

        /** Who registered it, and when. */
        public Builder registered(Author author, Instant when) {
            registered = Objects.requireNonNull(author, "author");
            registeredAt = Objects.requireNonNull(when, "when");
            return this;
        }

        /** Builds the version. */
        public ModelVersion build() {
            return new ModelVersion(this);
        }
    }
}
