package dev.finetuning.eval;

import java.util.List;
import java.util.stream.IntStream;

/** Test cases by the dozen. */
final class Cases {
    private Cases() {}

    /** {@code n} questions {@code "q0"}, … with the answers {@code "a0"}, … in three categories. */
    static List<TestCase> numbered(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> TestCase.of("q" + i, "a" + i).withMetadata("category", "c" + i % 3))
                .toList();
    }

    /** The right answer to a numbered question. */
    static String answer(String question) {
        return "a" + question.substring(1);
    }
}
