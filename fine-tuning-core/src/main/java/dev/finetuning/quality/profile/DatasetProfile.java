package dev.finetuning.quality.profile;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.quality.QualityReport;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A summary of a dataset: numbers, names and positions, without content.
 *
 * <pre>{@code
 * Files.writeString(path, DatasetProfile.of(dataset, counter).withFindings(report).toJson());
 * }</pre>
 */
public final class DatasetProfile {
    private final String name;
    private final String version;
    private final String fingerprint;
    private final long examples;
    private final long validated;
    private final long rejected;
    private final Histogram tokens;
    private final Histogram turns;
    private final TokenStatistics tokenStatistics;
    private final DatasetComposition composition;
    private final List<FoundCode> findings;
    private final @Nullable CostEstimate cost;
    private final @Nullable CompatibilityMatrix compatibility;

    private DatasetProfile(Builder builder) {
        this.name = builder.name;
        this.version = builder.version;
        this.fingerprint = builder.fingerprint;
        this.examples = builder.examples;
        this.validated = builder.validated;
        this.rejected = builder.rejected;
        this.tokens = builder.tokens;
        this.turns = builder.turns;
        this.tokenStatistics = builder.tokenStatistics;
        this.composition = builder.composition;
        this.findings = builder.findings;
        this.cost = builder.cost;
        this.compatibility = builder.compatibility;
    }

    /** The profile of a dataset, without findings, cost and compatibility matrix. */
    public static DatasetProfile of(Dataset dataset, TokenCounter counter) {
        long validated = dataset.examples().stream()
                .filter(example -> example.info().validation().isPresent())
                .count();
        return builder(
                        dataset.name(),
                        dataset.version(),
                        dataset.fingerprint().hex(),
                        TokenStatistics.of(dataset, counter))
                .counts(dataset.size(), validated, dataset.rejected().size())
                .tokens(Histogram.of(dataset.examples().stream()
                        .mapToLong(example -> counter.count(example).total())
                        .toArray()))
                .turns(Histogram.of(dataset.examples().stream()
                        .mapToLong(example -> DatasetComposition.spoken(example).size())
                        .toArray()))
                .composition(DatasetComposition.of(dataset))
                .build();
    }

    /**
     * A profile put together by hand, with nothing counted.
     *
     * @param name the dataset's name
     * @param version its version
     * @param fingerprint its identity
     * @param tokenStatistics the tokens in all
     */
    public static Builder builder(String name, String version, String fingerprint, TokenStatistics tokenStatistics) {
        return new Builder(name, version, fingerprint, tokenStatistics);
    }

    /** A builder that starts with this profile. */
    public Builder toBuilder() {
        Builder builder = new Builder(name, version, fingerprint, tokenStatistics)
                .counts(examples, validated, rejected)
                .tokens(tokens)
                .turns(turns)
                .composition(composition)
                .findings(findings);
        builder.cost = cost;
        builder.compatibility = compatibility;
        return builder;
    }

    /** This profile with the findings of a report. */
    public DatasetProfile withFindings(QualityReport report) {
        return toBuilder().findings(FoundCode.of(report)).build();
    }

    /** This profile with the estimated cost of training. */
    public DatasetProfile withCost(CostEstimate estimate) {
        return toBuilder().cost(estimate).build();
    }

    /** This profile with a compatibility matrix. */
    public DatasetProfile withCompatibility(CompatibilityMatrix matrix) {
        return toBuilder().compatibility(matrix).build();
    }

    /** The dataset's name. */
    public String name() {
        return name;
    }

    /** Its version. */
    public String version() {
        return version;
    }

    /** Its identity: the hash of its content. */
    public String fingerprint() {
        return fingerprint;
    }

    /** How many examples there are. */
    public long examples() {
        return examples;
    }

    /** How many of them somebody has validated. */
    public long validated() {
        return validated;
    }

    /** How many records could not be read. */
    public long rejected() {
        return rejected;
    }

    /** Tokens per example. */
    public Histogram tokens() {
        return tokens;
    }

    /** Messages per example. */
    public Histogram turns() {
        return turns;
    }

    /** The tokens in all, by role, and how they were counted. */
    public TokenStatistics tokenStatistics() {
        return tokenStatistics;
    }

    /** Who says how much in it, and where its examples come from. */
    public DatasetComposition composition() {
        return composition;
    }

    /** What was found, the worst first. */
    public List<FoundCode> findings() {
        return findings;
    }

    /** The estimated cost of training, if there is one. */
    public Optional<CostEstimate> cost() {
        return Optional.ofNullable(cost);
    }

    /** The compatibility matrix, if there is one. */
    public Optional<CompatibilityMatrix> compatibility() {
        return Optional.ofNullable(compatibility);
    }

    /** The profile as one JSON object, with fields in snake case. */
    public String toJson() {
        return new ProfileJson(this).text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DatasetProfile that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                name,
                version,
                fingerprint,
                examples,
                validated,
                rejected,
                tokens,
                turns,
                tokenStatistics,
                composition,
                findings,
                cost,
                compatibility);
    }

    @Override
    public String toString() {
        return "DatasetProfile[" + name + " " + version + ", " + examples + " examples, " + findings.size()
                + " kinds of findings]";
    }

    /** Collects the parts of a profile and copies what it is given. Not for use by several threads. */
    public static final class Builder {
        private final String name;
        private final String version;
        private final String fingerprint;
        private final TokenStatistics tokenStatistics;
        private long examples;
        private long validated;
        private long rejected;
        private Histogram tokens = Histogram.of(new long[0]);
        private Histogram turns = Histogram.of(new long[0]);
        private DatasetComposition composition = DatasetComposition.NONE;
        private List<FoundCode> findings = List.of();
        private @Nullable CostEstimate cost;
        private @Nullable CompatibilityMatrix compatibility;

        private Builder(String name, String version, String fingerprint, TokenStatistics tokenStatistics) {
            this.name = Objects.requireNonNull(name, "name");
            this.version = Objects.requireNonNull(version, "version");
            this.fingerprint = Objects.requireNonNull(fingerprint, "fingerprint");
            this.tokenStatistics = Objects.requireNonNull(tokenStatistics, "tokenStatistics");
        }

        /**
         * How many examples there are, how many of them somebody has validated, and how many records could
         * not be read.
         *
         * @throws IllegalArgumentException if one is below 0, or more are validated than there are
         */
        public Builder counts(long all, long ofThemValidated, long unreadable) {
            if (unreadable < 0 || ofThemValidated < 0 || ofThemValidated > all) {
                throw new IllegalArgumentException("there cannot be " + all + " examples, " + ofThemValidated
                        + " of them validated, and " + unreadable + " rejected records");
            }
            this.examples = all;
            this.validated = ofThemValidated;
            this.rejected = unreadable;
            return this;
        }

        /** Tokens per example. */
        public Builder tokens(Histogram perExample) {
            this.tokens = Objects.requireNonNull(perExample, "tokens");
            return this;
        }

        /** Messages per example. */
        public Builder turns(Histogram perExample) {
            this.turns = Objects.requireNonNull(perExample, "turns");
            return this;
        }

        /** Who says how much in it, and where its examples come from. */
        public Builder composition(DatasetComposition parts) {
            this.composition = Objects.requireNonNull(parts, "composition");
            return this;
        }

        /** What was found, the worst first. */
        public Builder findings(List<FoundCode> found) {
            this.findings = List.copyOf(found);
            return this;
        }

        /** The estimated cost of training. */
        public Builder cost(CostEstimate estimate) {
            this.cost = Objects.requireNonNull(estimate, "cost");
            return this;
        }

        /** The compatibility matrix. */
        public Builder compatibility(CompatibilityMatrix matrix) {
            this.compatibility = Objects.requireNonNull(matrix, "compatibility");
            return this;
        }

        /** The profile. */
        public DatasetProfile build() {
            return new DatasetProfile(this);
        }
    }
}
