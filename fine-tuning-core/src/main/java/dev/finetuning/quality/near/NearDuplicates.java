package dev.finetuning.quality.near;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds examples with nearly the same content. MinHash signatures in 16 bands of 8 propose pairs. Each pair
 * is confirmed by the Jaccard similarity of its word shingles, and by differences that words do not show:
 * images, signs such as {@code <} and {@code >}, ratings. Takes linear time and reads the examples twice.
 * 128 bytes per example, and the shingles of proposed pairs, are in temporary files; a few bytes per
 * example, and about 150 per proposed one, are on the heap. Immutable and thread-safe.
 */
public final class NearDuplicates {
    private final Shingles shingles;
    private final double threshold;
    private final ToDoubleFunction<Example> worth;

    private NearDuplicates(Shingles shingles, double threshold, ToDoubleFunction<Example> worth) {
        this.shingles = shingles;
        this.threshold = threshold;
        this.worth = worth;
    }

    /**
     * Shingles of 5 words and a similarity of at least 0.8. Of each group it keeps a validated example if
     * there is one, otherwise the longest.
     */
    public static NearDuplicates standard() {
        return new NearDuplicates(new Shingles(5), 0.8, NearDuplicates::usualWorth);
    }

    /**
     * This finder with another threshold.
     *
     * @param similarity the minimum share of common shingles, from 0.5 to 1; below 0.8 some pairs are
     *     missed
     * @throws IllegalArgumentException if it is out of range
     */
    public NearDuplicates threshold(double similarity) {
        if (!(similarity >= 0.5 && similarity <= 1)) {
            throw new IllegalArgumentException("the similarity must lie between 0.5 and 1, not " + similarity);
        }
        return new NearDuplicates(shingles, similarity, worth);
    }

    /** This finder with another shingle width; fewer words suit short texts. */
    public NearDuplicates shingles(int words) {
        return new NearDuplicates(new Shingles(words), threshold, worth);
    }

    /** This finder, keeping the example with the greatest value in each group; of several, the first. */
    public NearDuplicates keeping(ToDoubleFunction<Example> greatest) {
        return new NearDuplicates(shingles, threshold, greatest);
    }

    /**
     * The groups of near-duplicates, in the order of their first members.
     *
     * @param examples iterated over twice, in the same order
     */
    public List<NearGroup> find(Iterable<? extends Example> examples) {
        return search(new Pass() {
            @Override
            public <T> void over(Supplier<Function<Example, T>> work, Consumer<T> each) {
                Function<Example, T> alone = work.get();
                examples.forEach(example -> each.accept(alone.apply(example)));
            }
        });
    }

    /**
     * The groups of near-duplicates in a source that may be larger than memory, in the order of their first
     * members. Unreadable records are skipped and have no index. Signatures are made on the threads of the
     * reader.
     *
     * @param examples read twice
     * @throws dev.finetuning.source.UnreadableSourceException if the source as a whole cannot be used
     */
    public List<NearGroup> find(ExampleReader examples) {
        return search(new Pass() {
            @Override
            public <T> void over(Supplier<Function<Example, T>> work, Consumer<T> each) {
                examples.forEach(work, each, rejected -> {});
            }
        });
    }

    /**
     * A grouping for splits, so that near-duplicates stay in the same part: {@code
     * SplitPlan.exact(ratios).groupBy(near.clusters(dataset.examples()))}. Groups in the metadata also stay
     * together. An example is recognised by its content. A {@linkplain NearClusters cluster} is named after its
     * first example.
     */
    public Function<Example, Optional<String>> clusters(Collection<? extends Example> examples) {
        return Clusters.of(List.copyOf(examples), find(examples));
    }

    /**
     * The same for a source that may be larger than memory: {@code
     * SplitPlan.stable(ratios).groupBy(near.clusters(reader))}. An example is recognised by where it came from, so
     * that steps may have changed it before it is split. About 200 bytes for each example that has a near-duplicate
     * are on the heap.
     *
     * @param examples read three times; each record has a line or a row of its own, as in files
     * @throws dev.finetuning.source.UnreadableSourceException if the source as a whole cannot be used
     */
    public Function<Example, Optional<String>> clusters(ExampleReader examples) {
        return Clusters.of(examples, find(examples));
    }

    /** A finding for each training example that is nearly the same as one of a test set: {@code leaked_near}. */
    public List<Finding> leaks(Collection<? extends Example> trainingSet, Collection<? extends Example> testSet) {
        List<Example> both = new ArrayList<>(trainingSet);
        both.addAll(testSet);
        List<Finding> leaks = new ArrayList<>();
        for (NearGroup group : find(both)) {
            List<NearGroup.Member> members = group.members();
            members.stream()
                    .filter(member -> member.index() >= trainingSet.size())
                    .min(Comparator.comparingInt(NearGroup.Member::index))
                    .ifPresent(test -> members.stream()
                            .filter(member -> member.index() < trainingSet.size())
                            .forEach(member -> leaks.add(leak(member, test))));
        }
        return leaks;
    }

    private static Finding leak(NearGroup.Member training, NearGroup.Member test) {
        return Finding.of(
                "leaked_near",
                Severity.WARNING,
                training.origin(),
                "Nearly the same example is in the test set, at " + test.origin() + ".",
                "Remove it from the training set, or the evaluation measures memory.");
    }

    /** A finding for each example that can be dropped in favour of a better one: {@code near_duplicate}. */
    public List<Finding> findings(Iterable<? extends Example> examples) {
        return findings(find(examples));
    }

    /** The findings for a source that may be larger than memory. */
    public List<Finding> findings(ExampleReader examples) {
        return findings(find(examples));
    }

    private static List<Finding> findings(List<NearGroup> groups) {
        List<Finding> findings = new ArrayList<>();
        for (NearGroup group : groups) {
            for (NearGroup.Member member : group.others()) {
                findings.add(finding(member.origin(), group.kept().origin()));
            }
        }
        return findings;
    }

    /**
     * Makes sketches on one thread, for examples that lie on several machines. Groups of such examples are the same
     * as on one machine if, in the order of the examples, each is compared with the first and with the latest before
     * it that share a {@linkplain NearSketch#keys key} with it, {@linkplain #alike alike} ones are joined, and of
     * each group the first of those of the greatest {@linkplain NearSketch#worth worth} is kept.
     */
    public Function<Example, NearSketch> sketching() {
        Function<Example, long[]> signing = signing();
        return example -> new NearSketch(
                signing.apply(example),
                shingles.setOf(example),
                Distinctions.of(example),
                worth.applyAsDouble(example));
    }

    /** Whether two examples are near-duplicates, by sketches that this finder made. */
    public boolean alike(NearSketch left, NearSketch right) {
        return alike(left.set(), right.set(), left.distinctions(), right.distinctions());
    }

    private boolean alike(ShingleSet left, ShingleSet right, Distinctions ofLeft, Distinctions ofRight) {
        double similarity = left.jaccard(right);
        return similarity >= threshold && !ofLeft.tellApart(ofRight, similarity);
    }

    /** The finding for an example that can be dropped in favour of a better one: {@code near_duplicate}. */
    public static Finding finding(Origin dropped, Origin kept) {
        return Finding.of(
                "near_duplicate",
                Severity.WARNING,
                dropped,
                "The example says nearly the same as the one in " + kept + ".",
                "Drop it, or keep both on the same side of the split.");
    }

    /** Hands over what was made of every example, in order; twice of the same ones. */
    private interface Pass {
        /**
         * Makes it.
         *
         * @param work makes the work of one thread
         */
        <T> void over(Supplier<Function<Example, T>> work, Consumer<T> each);
    }

    private List<NearGroup> search(Pass pass) {
        int[] size = new int[1];
        Candidates candidates = candidates(pass, size);
        Groups groups = new Groups(size[0]);
        try (ProposedSets sets = new ProposedSets()) {
            Proposed[] proposed = propose(pass, candidates.involved(), sets, size[0]);
            int latest = -1;
            ShingleSet left = new ShingleSet(new int[0]);
            for (int pair = 0; pair < candidates.size(); pair++) {
                int first = candidates.left(pair);
                int second = candidates.right(pair);
                if (!groups.together(first, second)) {
                    left = first == latest
                            ? left
                            : sets.get(known(proposed, first).place());
                    latest = first;
                    Proposed other = known(proposed, second);
                    ShingleSet right = sets.get(other.place());
                    if (alike(left, right, known(proposed, first).distinctions(), other.distinctions())) {
                        groups.join(first, second);
                    }
                }
            }
            return groups.all().stream()
                    .map(members -> group(members, proposed))
                    .toList();
        }
    }

    private Candidates candidates(Pass pass, int[] size) {
        try (BandKeys keys = new BandKeys()) {
            pass.over(this::signing, signed -> keys.add(signed.length > 0 ? signed : BandKeys.of(unique(keys.size()))));
            size[0] = keys.size();
            return Candidates.of(keys);
        }
    }

    /** Makes the band keys of examples on one thread; none of an example without words. */
    private Function<Example, long[]> signing() {
        MinHash hash = new MinHash();
        return example -> {
            hash.reset();
            shingles.forEach(example, hash::add);
            return hash.isEmpty() ? new long[0] : BandKeys.of(hash.signature());
        };
    }

    /** Examples without words resemble nothing, not even each other. */
    private static int[] unique(int index) {
        int[] signature = new int[MinHash.PLACES];
        Arrays.fill(signature, -1 - index);
        return signature;
    }

    /** What verification needs to know of an example. */
    private record Proposed(
            ProposedSets.Place place, Distinctions distinctions, double worth, NearGroup.Member member) {}

    private @Nullable Proposed[] propose(Pass pass, BitSet involved, ProposedSets sets, int size) {
        @Nullable Proposed[] proposed = new @Nullable Proposed[size];
        int[] index = new int[1];
        pass.over(Function::identity, (Example example) -> {
            int at = index[0]++;
            if (involved.get(at)) {
                NearGroup.Member member = new NearGroup.Member(
                        at, example.info().provenance().numbered(at + 1L).origin());
                proposed[at] = new Proposed(
                        sets.add(shingles.setOf(example)),
                        Distinctions.of(example),
                        worth.applyAsDouble(example),
                        member);
            }
        });
        return proposed;
    }

    private static Proposed known(@Nullable Proposed[] proposed, int index) {
        Proposed known = proposed[index];
        if (known == null) {
            throw new IllegalStateException(
                    "example " + index + " was there on the first reading and not on the second; give examples that"
                            + " do not change while they are read");
        }
        return known;
    }

    private static NearGroup group(List<Integer> members, @Nullable Proposed[] proposed) {
        Proposed best = known(proposed, members.get(0));
        for (int member : members) {
            Proposed other = known(proposed, member);
            best = other.worth() > best.worth() ? other : best;
        }
        int kept = best.member().index();
        return new NearGroup(
                best.member(),
                members.stream()
                        .filter(index -> index != kept)
                        .map(index -> known(proposed, index).member())
                        .toList());
    }

    private static double usualWorth(Example example) {
        double[] length = {0};
        Passage.forEach(example, passage -> length[0] += passage.text().length());
        boolean synthetic = example.info().provenance().isSynthetic();
        return (example.info().validation().isPresent() ? 2e9 : 0) + (synthetic ? 0 : 1e9) + length[0];
    }
}
