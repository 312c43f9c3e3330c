package dev.finetuning.benchmarks;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHashPolicy;
import com.dynatrace.hash4j.similarity.SimilarityHasher;
import com.dynatrace.hash4j.similarity.SimilarityHashing;
import dev.finetuning.example.Example;
import dev.finetuning.example.TextExample;
import dev.finetuning.quality.near.MinHash;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.near.NearGroup;
import dev.finetuning.quality.near.Shingles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Signatures of 128 places from texts against other libraries; and the search for near-duplicates: its
 * pace at different sizes, its recall and precision. java-LSH takes sets of numbers and leaves shingles
 * to its user, who joins five words and takes the hash code; hash4j gets our shingles as they are.
 */
final class NearDuplicateRatios {
    private static final int WIDTH = 5;
    private static final int SAMPLE = 200;
    private static final int SMALL = 150_000;
    private static final int LARGE = 1_000_000;

    private NearDuplicateRatios() {}

    static Map<String, Double> measure() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        List<Example> sample = new ArrayList<>();
        new PlantedTexts(SAMPLE).forEach(sample::add);
        ratios.put("minhash.vs_java_lsh", overJavaLsh(sample));
        ratios.put("minhash.vs_hash4j", overHash4j(sample));
        search(ratios);
        return ratios;
    }

    private static long ours(List<Example> sample) {
        Shingles shingles = new Shingles(WIDTH);
        MinHash hash = new MinHash();
        long sum = 0;
        for (Example example : sample) {
            hash.reset();
            shingles.forEach(example, hash::add);
            sum += hash.signature()[0];
        }
        return sum;
    }

    private static double overJavaLsh(List<Example> sample) {
        var theirs = new info.debatty.java.lsh.MinHash(MinHash.PLACES, Integer.MAX_VALUE, 1L);
        double[] best = SideBySide.best(
                () -> {
                    long sum = 0;
                    for (Example example : sample) {
                        sum += theirs.signature(shingleCodes(((TextExample) example).text()))[0];
                    }
                    return sum;
                },
                () -> ours(sample));
        return best[0] / best[1];
    }

    private static Set<Integer> shingleCodes(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{Alnum}]+", -1));
        Set<Integer> codes = new HashSet<>();
        for (int i = 0; i + WIDTH <= words.size(); i++) {
            codes.add(String.join(" ", words.subList(i, i + WIDTH)).hashCode() & Integer.MAX_VALUE);
        }
        return codes;
    }

    private static double overHash4j(List<Example> sample) {
        Shingles shingles = new Shingles(WIDTH);
        SimilarityHashPolicy policy = SimilarityHashing.superMinHash(MinHash.PLACES, 32);
        SimilarityHasher hasher = policy.createHasher();
        double[] best = SideBySide.best(
                () -> {
                    long sum = 0;
                    for (Example example : sample) {
                        long[] hashes = new long[256];
                        int[] size = {0};
                        shingles.forEach(example, value -> hashes[size[0]++] = value);
                        sum += hasher.compute(ElementHashProvider.ofValues(java.util.Arrays.copyOf(hashes, size[0])))[
                                0];
                    }
                    return sum;
                },
                () -> ours(sample));
        return best[0] / best[1];
    }

    private static void search(Map<String, Double> ratios) {
        NearDuplicates.standard().find(new PlantedTexts(SMALL / 10));
        double smallNanos = nanos(new PlantedTexts(SMALL), new ArrayList<>());
        List<NearGroup> groups = new ArrayList<>();
        double largeNanos = nanos(new PlantedTexts(LARGE), groups);
        long right = groups.stream().filter(NearDuplicateRatios::planted).count();
        ratios.put("neardup.linear", (LARGE / largeNanos) / (SMALL / smallNanos));
        ratios.put("neardup.recall", (double) right / (LARGE / PlantedTexts.EVERY));
        ratios.put("neardup.precision", (double) right / groups.size());
    }

    private static double nanos(PlantedTexts texts, List<NearGroup> groups) {
        long start = System.nanoTime();
        groups.addAll(NearDuplicates.standard().find(texts));
        return System.nanoTime() - start;
    }

    private static boolean planted(NearGroup group) {
        if (group.others().size() != 1) {
            return false;
        }
        int first = Math.min(group.kept().index(), group.others().get(0).index());
        int second = Math.max(group.kept().index(), group.others().get(0).index());
        return second == first + 1 && second % PlantedTexts.EVERY == PlantedTexts.EVERY - 1;
    }
}
