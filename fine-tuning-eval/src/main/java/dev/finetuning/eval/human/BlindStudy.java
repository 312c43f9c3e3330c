package dev.finetuning.eval.human;

import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People compare the answers of two models without knowing which is which. Pairs are shuffled and sides
 * chosen at random, both from a seed, so the same evaluations and seed give the same study in another
 * process, and rating can continue from existing sheets. Cases that a model did not answer, and pairs of
 * equal answers, are left out. Immutable.
 */
public final class BlindStudy {
    private final List<BlindPair> pairs;
    private final Map<String, Side> sides;

    /** Which case a pair is, and where the candidate's answer stands. */
    private record Side(String caseId, boolean candidateLeft) {}

    private BlindStudy(List<BlindPair> pairs, Map<String, Side> sides) {
        this.pairs = List.copyOf(pairs);
        this.sides = Collections.unmodifiableMap(sides);
    }

    /** A study of the first repeat of every case that both models answered. */
    public static BlindStudy of(Evaluation baseline, Evaluation candidate, long seed) {
        Map<String, String> before = baseline.results().stream()
                .filter(result -> !result.failed())
                .collect(
                        Collectors.toMap(result -> result.testCase().id(), CaseResult::text, (first, repeat) -> first));
        Map<String, CaseResult> now = new LinkedHashMap<>();
        candidate.results().stream()
                .filter(result -> !result.failed())
                .filter(result -> !result.text()
                        .equals(before.getOrDefault(result.testCase().id(), result.text())))
                .forEach(result -> now.putIfAbsent(result.testCase().id(), result));
        List<CaseResult> order = new ArrayList<>(now.values());
        Random random = new Random(seed);
        Collections.shuffle(order, random);
        return shuffled(order, before, random);
    }

    private static BlindStudy shuffled(List<CaseResult> order, Map<String, String> before, Random random) {
        List<BlindPair> pairs = new ArrayList<>();
        Map<String, Side> sides = new LinkedHashMap<>();
        for (CaseResult result : order) {
            String item = String.format(Locale.ROOT, "item-%04d", pairs.size() + 1);
            boolean left = random.nextBoolean();
            String id = result.testCase().id();
            String old = before.getOrDefault(id, "");
            String question = result.testCase()
                    .input()
                    .get(result.testCase().input().size() - 1)
                    .text();
            pairs.add(new BlindPair(item, question, left ? result.text() : old, left ? old : result.text()));
            sides.put(item, new Side(id, left));
        }
        return new BlindStudy(pairs, sides);
    }

    /** The pairs, in the order in which to rate them. */
    public List<BlindPair> pairs() {
        return pairs;
    }

    /** The pairs that a rater has not rated yet. */
    public List<BlindPair> remaining(String rater, Collection<Rating> ratings) {
        Set<String> done = ratings.stream()
                .filter(rating -> rating.rater().equals(rater))
                .map(Rating::item)
                .collect(Collectors.toSet());
        return pairs.stream().filter(pair -> !done.contains(pair.item())).toList();
    }

    /**
     * Writes a sheet for one rater, as CSV with an empty column {@code preference} for {@code left}, {@code
     * right} or {@code tie}.
     *
     * @param ratings existing ratings; those pairs are left out
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void writeSheet(String rater, Collection<Rating> ratings, Appendable to) {
        RatingSheet.write(remaining(rater, ratings), rater, to);
    }

    /**
     * Reads a sheet; rows without a preference are skipped.
     *
     * @throws IllegalArgumentException if a column is missing, or a row has an unknown item, preference or no
     *     rater; the message names the row or item
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public List<Rating> readSheet(Reader from) {
        List<Rating> ratings = RatingSheet.read(from);
        for (Rating rating : ratings) {
            if (!sides.containsKey(rating.item())) {
                throw new IllegalArgumentException("no item " + rating.item() + " in this study; "
                        + "was the sheet written from other evaluations or with another seed?");
            }
        }
        return ratings;
    }

    /** The result of these ratings; if a rater rated an item several times, the last rating counts. */
    public StudyResult result(Collection<Rating> ratings) {
        Map<String, Map<String, Double>> byCase = new LinkedHashMap<>();
        for (Rating rating : ratings) {
            Side side = sides.get(rating.item());
            if (side == null) {
                throw new IllegalArgumentException("no item " + rating.item() + " in this study");
            }
            double forLeft = rating.preference().forLeft();
            byCase.computeIfAbsent(side.caseId(), id -> new LinkedHashMap<>())
                    .put(rating.rater(), side.candidateLeft() ? forLeft : 1 - forLeft);
        }
        return new StudyResult(byCase);
    }
}
