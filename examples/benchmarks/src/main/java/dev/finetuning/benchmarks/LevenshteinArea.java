package dev.finetuning.benchmarks;

import dev.finetuning.eval.scorer.distance.LevenshteinDistance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Levenshtein distance against commons-text on the same texts in one process, and against rapidfuzz in a process
 * of its own, rounds of both taking turns; CJK against ASCII; and 100,000 × 100,000 characters in a process with 64 MiB of heap.
 */
final class LevenshteinArea implements Area {
    private static final long TIMEOUT_SECONDS = 120;

    @Override
    public String name() {
        return "levenshtein";
    }

    @Override
    public Map<String, Double> ratios() throws IOException, InterruptedException {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (int length : new int[] {50, 500, 4_000}) {
            ratios.put("levenshtein.edits5_" + length, overCommonsText(TextPairs.edited(length, TextPairs.ASCII)));
        }
        ratios.put("levenshtein.unrelated_4000", overCommonsText(TextPairs.unrelated(4_000, TextPairs.ASCII)));
        ratios.put("levenshtein.cjk_over_ascii", worstCjkOverAscii());
        overRapidFuzz(ratios);
        ratios.put("levenshtein.seconds_100000_in_64m", secondsInSmallHeap());
        return ratios;
    }

    private static double overCommonsText(TextPairs pairs) {
        var theirs = org.apache.commons.text.similarity.LevenshteinDistance.getDefaultInstance();
        long ourSum = pairs.sum(LevenshteinDistance::between);
        long theirSum = pairs.sum(theirs::apply);
        if (ourSum != theirSum) {
            throw new IllegalStateException("distances differ: " + ourSum + " and " + theirSum);
        }
        double[] best = SideBySide.best(() -> pairs.sum(theirs::apply), () -> pairs.sum(LevenshteinDistance::between));
        return best[0] / best[1];
    }

    /** Our time over rapidfuzz's, which is C++. */
    private static void overRapidFuzz(Map<String, Double> ratios) throws IOException, InterruptedException {
        Map<String, TextPairs> pairs = new LinkedHashMap<>();
        for (int length : new int[] {50, 500, 4_000}) {
            pairs.put("edits5_" + length, TextPairs.edited(length, TextPairs.ASCII));
        }
        pairs.put("unrelated_500", TextPairs.unrelated(500, TextPairs.ASCII));
        pairs.put("unrelated_4000", TextPairs.unrelated(4_000, TextPairs.ASCII));
        Path folder = Files.createTempDirectory("levenshtein");
        Optional<RapidFuzz> started = RapidFuzz.start(pairs, folder);
        try (RapidFuzz theirs = started.orElse(null)) {
            if (theirs != null) {
                pairs.forEach((name, each) -> {
                    long sum = each.sum(LevenshteinDistance::between);
                    double[] best = SideBySide.best(
                            least -> theirs.round(name, least, sum),
                            least -> SideBySide.round(() -> each.sum(LevenshteinDistance::between), least));
                    ratios.put("levenshtein.over_rapidfuzz_" + name, best[1] / best[0]);
                });
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static double worstCjkOverAscii() {
        double worst = 0;
        for (int length : new int[] {50, 500, 4_000}) {
            TextPairs cjk = TextPairs.edited(length, TextPairs.CJK);
            TextPairs ascii = TextPairs.edited(length, TextPairs.ASCII);
            double[] best = SideBySide.best(
                    () -> cjk.sum(LevenshteinDistance::between), () -> ascii.sum(LevenshteinDistance::between));
            worst = Math.max(worst, best[0] / best[1]);
        }
        return worst;
    }

    private static double secondsInSmallHeap() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        java, "-Xmx64m", "-cp", System.getProperty("java.class.path"), LongPair.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("100,000 x 100,000 characters did not fit 64 MiB or took too long");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** One distance of two unrelated texts of 100,000 characters each. */
    static final class LongPair {
        private LongPair() {}

        public static void main(String[] args) {
            TextPairs pair = TextPairs.unrelated(100_000, TextPairs.ASCII);
            System.out.println(pair.sum(LevenshteinDistance::between));
        }
    }
}
