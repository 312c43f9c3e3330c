package dev.finetuning.benchmarks;

import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.pii.SequentialSearch;
import java.util.Map;
import java.util.SplittableRandom;

/** The scan for personal data against the same patterns one after another on java.util.regex. */
final class PiiRatios {
    private static final int CHARACTERS = 100_000;
    private static final String[] DATA = {
        "alice@example.com",
        "4242 4242 4242 4242",
        "DE89 3704 0044 0532 0130 00",
        "536-22-8726",
        "192.0.2.17",
        "2001:db8::ff00:42:8329",
        "+1 (415) 555-2671",
        "020 7946 0958",
        "https://example.com/a?b=c"
    };
    private static final String[] WORDS = ("the quick brown fox jumps over a lazy dog while customers ask about their"
                    + " order, refund or delivery. It took 3 days (since 2024) and cost $25.90: why? Please see page 12"
                    + " of the terms; thanks!")
            .split(" ", -1);

    private PiiRatios() {}

    static Map<String, Double> measure() {
        String text = text();
        PiiDetector detector = PiiDetector.standard();
        if (!detector.find(text).equals(SequentialSearch.find(text))) {
            throw new IllegalStateException("the findings differ");
        }
        double[] best = SideBySide.best(
                () -> SequentialSearch.find(text).size(),
                () -> detector.find(text).size());
        return Map.of("pii.scan", best[0] / best[1]);
    }

    /** Prose with a datum in every 1,000 characters or so. */
    private static String text() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < CHARACTERS) {
            for (int i = 0; i < 180; i++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            text.append(DATA[random.nextInt(DATA.length)]).append(". ");
        }
        return text.toString();
    }
}
