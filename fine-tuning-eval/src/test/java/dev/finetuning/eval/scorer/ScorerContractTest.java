package dev.finetuning.eval.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.finetuning.CpuGrowth;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Scorer} owes an evaluation. Extend it for a scorer of your own. A scorer whose judge answers
 * differently each time overrides {@link #isRepeatable}.
 */
public abstract class ScorerContractTest {
    private static final int THREADS = 8;
    private static final int MEGABYTE = 1 << 20;
    private static final int GROWTH_FROM = 20_000;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "yes",
            "YES.",
            "The parcel is late.",
            "3.14",
            "-1,000.50 \u20AC",
            "{\"a\": [1, null, {\"b\": \"c\"}]}",
            "{\"a\": ",
            "[]",
            "null",
            "\u4F60\u597D \u043F\u0440\u0438\u0432\u0435\u0442",
            "e\u0301 \uD83D\uDE00 \uD83D",
            "\u0000\u200B\uFEFF\u2028",
            "(*[\\$+?",
            "Answer: yes or no",
            "=1+1");

    /** The scorer under test. */
    protected abstract Scorer scorer();

    /** An answer that deserves the full score, beside what is expected of it. */
    protected abstract ScoreInput best();

    /** An answer to the same that deserves less. */
    protected abstract ScoreInput worse();

    /** Whether it holds an answer's text against an expected one, as most do. */
    protected boolean comparesTexts() {
        return true;
    }

    /** Whether the same answer always gets the same score. */
    protected boolean isRepeatable() {
        return true;
    }

    /** What a case brings beside its texts; nothing unless overridden. */
    protected Map<String, Object> reference() {
        return Map.of();
    }

    private ScoreInput input(String output, String expected) {
        return ScoreInput.of("Where is my parcel?", output, expected).withReference(reference());
    }

    @Test
    public void name_always_isTheSameTextAndEveryScores() {
        assertThat(scorer().name()).isNotBlank().isEqualTo(scorer().name());
        assertThat(scorer().score(best()).name()).isEqualTo(scorer().name());
        assertThat(scorer().named("other").score(best()).name()).isEqualTo("other");
    }

    @Test
    public void score_betterAnswer_isHigher() {
        Score best = scorer().score(best());
        Score worse = scorer().score(worse());

        assertThat(best.value()).hasValue(1);
        assertThat(best.passed()).isTrue();
        assertThat(worse.value().orElseThrow()).isLessThan(1);
    }

    @Test
    public void score_anyTexts_isInRangeOrAbsentWithItsReason() {
        for (String output : TEXTS) {
            for (String expected : TEXTS) {
                assertLegal(scorer().score(input(output, expected)));
            }
        }
    }

    @Test
    public void score_expectedMissing_isAScoreOrATypedError() {
        ScoreInput alone = ScoreInput.of("yes").withReference(reference());
        Throwable thrown = catchThrowable(() -> assertLegal(scorer().score(alone)));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(MissingExpectedException.class);
        }
    }

    @Test
    public void score_aCallAloneExpected_saysNothingByItsText() {
        ToolCall call = ToolCall.of("1", "refund", "{\"id\": 7}");
        ScoreInput expecting = input("", "").withExpected(Message.assistant(List.of(call)));
        for (Message output : List.of(
                Message.assistant(""),
                Message.assistant("refunded"),
                Message.assistant(List.of(call)),
                Message.assistant(List.of(ToolCall.of("1", "delete", "{}"))))) {
            Score score = scorer().score(expecting.withOutput(output));
            assertLegal(score);
            assertThat(!comparesTexts() || score.isAbsent()).as("%s", score).isTrue();
        }
    }

    @Test
    public void score_anAnswerOfCallsAlone_isLegal() {
        Message calls = Message.assistant(List.of(ToolCall.of("1", "delete", "not json")));
        assertLegal(scorer().score(input("", "yes").withOutput(calls)));
    }

    @Test
    public void score_megabytes_isLegalAndDoesNotRunOutOfStack() {
        for (String unit : List.of("[", "1", "\uD83D\uDE00", "yes, no. ")) {
            String huge = unit.repeat(MEGABYTE / unit.length());
            assertLegal(scorer().score(input(huge, "yes")));
            assertLegal(scorer().score(input("yes", huge)));
        }
    }

    @Test
    public void score_twiceTheAnswer_takesAboutTwiceTheWork() {
        for (String unit : List.of("word ", "[{", "answer: 1,000 ")) {
            CpuGrowth.assertLinear(scorer().name() + " on " + unit, GROWTH_FROM, size -> {
                ScoreInput input = input(unit.repeat(size / unit.length()), "answer: word 1,000");
                Scorer scorer = scorer();
                return () -> scorer.score(input);
            });
        }
    }

    @Test
    public void score_byManyThreads_isWhatOneGets() throws Exception {
        Scorer scorer = scorer();
        List<ScoreInput> inputs = new ArrayList<>();
        TEXTS.forEach(output -> TEXTS.forEach(expected -> inputs.add(input(output, expected))));
        List<Score> alone = inputs.stream().map(scorer::score).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<List<Score>> all = () -> inputs.stream().map(scorer::score).toList();
            List<Future<List<Score>>> together = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                together.add(threads.submit(all));
            }
            for (Future<List<Score>> each : together) {
                if (isRepeatable()) {
                    assertThat(each.get()).isEqualTo(alone);
                } else {
                    each.get().forEach(ScorerContractTest::assertLegal);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertLegal(Score score) {
        assertThat(score).isNotNull();
        if (score.isAbsent()) {
            assertThat(score.reason()).isNotBlank();
            assertThat(score.passed()).isFalse();
        } else {
            assertThat(score.value().orElseThrow()).isBetween(0.0, 1.0);
        }
    }
}
