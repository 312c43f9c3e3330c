package dev.finetuning.benchmarks;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** TF-IDF vectors for LIBLINEAR, written the plain way and sharing no code with the library. */
final class HashedVectors {
    static final int BUCKETS = 1 << 18;

    private final int[] frequencies = new int[BUCKETS];
    private final int documents;

    HashedVectors(Collection<String> texts) {
        documents = texts.size();
        for (String text : texts) {
            counts(text).keySet().forEach(bucket -> frequencies[bucket]++);
        }
    }

    Feature[][] of(List<String> texts) {
        return texts.stream().map(this::of).toArray(Feature[][]::new);
    }

    Feature[] of(String text) {
        Map<Integer, Double> values = new TreeMap<>();
        counts(text).forEach((bucket, count) -> {
            double idf = Math.log((1.0 + documents) / (1.0 + frequencies[bucket])) + 1;
            values.put(bucket, (1 + Math.log(count)) * idf);
        });
        double length =
                Math.sqrt(values.values().stream().mapToDouble(v -> v * v).sum());
        List<Feature> features = new ArrayList<>();
        values.forEach((bucket, value) -> features.add(new FeatureNode(bucket + 1, value / length)));
        return features.toArray(Feature[]::new);
    }

    private static Map<Integer, Integer> counts(String text) {
        Map<Integer, Integer> counts = new TreeMap<>();
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        for (int i = 0; i < words.length; i++) {
            count(counts, "w " + words[i]);
            if (i > 0) {
                count(counts, "p " + words[i - 1] + " " + words[i]);
            }
        }
        String joined = " " + String.join(" ", words) + " ";
        for (int length = 3; length <= 4; length++) {
            for (int start = 0; start + length <= joined.length(); start++) {
                count(counts, "c " + joined.substring(start, start + length));
            }
        }
        return counts;
    }

    private static void count(Map<Integer, Integer> counts, String feature) {
        int hash = feature.hashCode() * 0x9E3779B9;
        counts.merge(hash >>> 14, 1, Integer::sum);
    }
}
