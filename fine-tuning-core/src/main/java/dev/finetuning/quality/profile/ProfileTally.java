package dev.finetuning.quality.profile;

import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Role;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what a {@link DatasetProfile} shows, for data larger than memory or on several machines: tallies of parts,
 * {@linkplain #add(ProfileTally) added up}, give the profile of the whole. Its size depends on how many lengths,
 * categories and sources differ, not on how many examples there are. Not thread-safe.
 */
public final class ProfileTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<Long, Long> tokens = new TreeMap<>();
    private final TreeMap<Long, Long> turns = new TreeMap<>();
    private final EnumMap<Role, Long> tokensByRole = new EnumMap<>(Role.class);
    private final EnumMap<Role, Long> messages = new EnumMap<>(Role.class);
    private final TreeMap<String, Long> categories = new TreeMap<>();
    private final TreeMap<String, Long> sources = new TreeMap<>();
    private final TreeMap<String, Long> kinds = new TreeMap<>();
    private final TreeMap<String, Long> forms = new TreeMap<>();
    private long examples;
    private long validated;
    private long total;
    private long trainable;
    private long tools;

    /** A tally of nothing. */
    public ProfileTally() {}

    /** Adds an example. */
    public void add(ProfileEntry entry) {
        examples++;
        validated += entry.validated() ? 1 : 0;
        total += entry.tokens().total();
        trainable += entry.tokens().trainable();
        tools += entry.tokens().tools();
        sum(tokensByRole, entry.tokensByRole());
        tokens.merge(entry.tokens().total(), 1L, Long::sum);
        turns.merge(
                entry.messages().values().stream().mapToLong(Long::longValue).sum(), 1L, Long::sum);
        sum(messages, entry.messages());
        int label = 0;
        for (TreeMap<String, Long> counts : List.of(categories, sources, kinds, forms)) {
            counts.merge(entry.labels().get(label++), 1L, Long::sum);
        }
    }

    /** Adds what another tally counted. */
    public void add(ProfileTally other) {
        examples += other.examples;
        validated += other.validated;
        total += other.total;
        trainable += other.trainable;
        tools += other.tools;
        sum(tokens, other.tokens);
        sum(turns, other.turns);
        sum(tokensByRole, other.tokensByRole);
        sum(messages, other.messages);
        sum(categories, other.categories);
        sum(sources, other.sources);
        sum(kinds, other.kinds);
        sum(forms, other.forms);
    }

    private static <K> void sum(Map<K, Long> counts, Map<K, Long> more) {
        more.forEach((key, count) -> counts.merge(key, count, Long::sum));
    }

    /**
     * The profile of everything counted, without findings, cost and compatibility matrix.
     *
     * @param identity a builder's beginning: the dataset's name, version and fingerprint
     * @param rejected how many records could not be read
     * @param counter what counted the tokens
     */
    public DatasetProfile profile(Identity identity, long rejected, TokenCounter counter) {
        Histogram lengths = Histogram.ofCounts(tokens);
        TokenStatistics statistics = new TokenStatistics(
                examples,
                new TokenCount(total, trainable, tools),
                tokensByRole,
                lengths.min(),
                lengths.median(),
                lengths.p95(),
                lengths.max(),
                counter.name(),
                counter.exact());
        return DatasetProfile.builder(identity.name(), identity.version(), identity.fingerprint(), statistics)
                .counts(examples, validated, rejected)
                .tokens(lengths)
                .turns(Histogram.ofCounts(turns))
                .composition(new DatasetComposition(messages, categories, sources, kinds, forms))
                .build();
    }

    /**
     * What a dataset is called.
     *
     * @param name its name
     * @param version its version
     * @param fingerprint its fingerprint
     */
    public record Identity(String name, String version, String fingerprint) {}
}
