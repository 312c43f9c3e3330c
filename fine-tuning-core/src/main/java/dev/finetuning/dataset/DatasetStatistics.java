package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Provenance;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Counts and token lengths of a dataset.
 *
 * @param total how many examples there are
 * @param validated how many of them are validated
 * @param tokens the tokens per example
 * @param categories examples per category, {@value ExampleInfo#UNCATEGORIZED} if they have none; sorted
 * @param sources examples per source; sorted
 * @param kinds examples by who made them
 */
public record DatasetStatistics(
        int total,
        int validated,
        Distribution tokens,
        Map<String, Integer> categories,
        Map<String, Integer> sources,
        Map<Provenance.Kind, Integer> kinds) {
    /** Copies the maps. */
    public DatasetStatistics {
        categories = Collections.unmodifiableMap(new TreeMap<>(categories));
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
        kinds = Map.copyOf(kinds);
    }

    static DatasetStatistics of(Dataset dataset, ToIntFunction<Example> tokens) {
        Map<String, Integer> categories = new TreeMap<>();
        Map<String, Integer> sources = new TreeMap<>();
        Map<Provenance.Kind, Integer> kinds = new EnumMap<>(Provenance.Kind.class);
        int validated = 0;
        for (Example example : dataset.examples()) {
            ExampleInfo info = example.info();
            categories.merge(info.category(), 1, Integer::sum);
            sources.merge(info.provenance().origin().source(), 1, Integer::sum);
            kinds.merge(info.provenance().kind(), 1, Integer::sum);
            validated += info.validation().isPresent() ? 1 : 0;
        }
        int[] counts = dataset.examples().stream().mapToInt(tokens).toArray();
        return new DatasetStatistics(dataset.size(), validated, Distribution.of(counts), categories, sources, kinds);
    }

    /**
     * The distribution of a count over the examples; all 0 if there are none.
     *
     * @param sum the sum
     * @param min the smallest value
     * @param mean the arithmetic mean
     * @param median the median
     * @param p95 the 95th percentile (nearest rank)
     * @param max the largest value
     */
    public record Distribution(long sum, int min, double mean, int median, int p95, int max) {
        /** The distribution of the values. */
        public static Distribution of(int[] values) {
            if (values.length == 0) {
                return new Distribution(0, 0, 0, 0, 0, 0);
            }
            int[] sorted = values.clone();
            Arrays.sort(sorted);
            long sum = Arrays.stream(sorted).asLongStream().sum();
            return new Distribution(
                    sum,
                    sorted[0],
                    (double) sum / sorted.length,
                    rank(sorted, 0.5),
                    rank(sorted, 0.95),
                    sorted[sorted.length - 1]);
        }

        private static int rank(int[] sorted, double share) {
            return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
        }
    }
}
