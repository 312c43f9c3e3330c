package dev.finetuning.eval.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.scorer.distance.TextUnit;
import dev.finetuning.eval.scorer.overlap.Bleu;
import dev.finetuning.eval.scorer.overlap.ChrF;
import dev.finetuning.eval.scorer.overlap.Rouge;
import dev.finetuning.eval.scorer.overlap.TokenF1;
import dev.finetuning.eval.scorer.structure.JsonDiff;
import dev.finetuning.eval.scorer.structure.ValidJson;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for scorers whatever the texts. */
class ScorerPropertiesTest {
    private static final int ROUNDS = 400;
    private static final String[] PIECES = {
        "the",
        "card",
        "was",
        "lost",
        " ",
        "  ",
        "\n",
        "3",
        "1,000",
        "-0.5",
        "e9",
        "{",
        "}",
        "\"",
        ":",
        "[",
        "]",
        ",",
        "null",
        "true",
        "\u00E9",
        "e\u0301",
        "\uD83D\uDE00",
        "\uD83D",
        "\uDE00",
        "\u4F60\u597D",
        "\u0000",
        "\u2028",
        "(",
        "*",
        "\\",
        "$",
        "Answer: ",
        "yes",
        "no",
        "."
    };

    static Stream<Scorer> all() {
        return Stream.concat(
                symmetric(),
                Stream.of(
                        new Contains(),
                        new Bleu(),
                        new ChrF(),
                        new ChoiceExtraction(List.of("yes", "no")),
                        RegexMatch.finding("[0-9]+"),
                        ValidJson.ofAnyShape(),
                        CombinedScorer.minimum("least", List.of(new ExactMatch(), new TokenF1()), 0.5)));
    }

    static Stream<Scorer> symmetric() {
        return Stream.of(
                new Levenshtein(),
                new Levenshtein(TextUnit.UTF16, TextNormalisation.NONE, 1),
                new Levenshtein(TextUnit.GRAPHEME, TextNormalisation.NONE, 1),
                new LenientMatch(),
                new ExactMatch(),
                new NumericDiff(),
                new JsonDiff(),
                new TokenF1(),
                Rouge.ofRuns(1),
                Rouge.ofRuns(2),
                Rouge.ofSubsequence());
    }

    static Stream<Scorer> fullForEqualTexts() {
        return Stream.of(
                new Levenshtein(), new LenientMatch(), new ExactMatch(), new Contains(), new JsonDiff(), new TokenF1());
    }

    @ParameterizedTest
    @MethodSource("all")
    void score_anyTexts_liesInRangeAndRepeats(Scorer scorer) {
        Random random = new Random(31);
        for (int i = 0; i < ROUNDS; i++) {
            ScoreInput input = ScoreInput.of(text(random), text(random));
            Score score = scorer.score(input);
            if (score.isAbsent()) {
                assertThat(score.reason()).isNotBlank();
            } else {
                assertThat(score.value().orElseThrow()).isBetween(0.0, 1.0);
            }
            assertThat(scorer.score(input)).isEqualTo(score);
        }
    }

    @ParameterizedTest
    @MethodSource("symmetric")
    void score_sidesSwapped_staysTheSame(Scorer scorer) {
        Random random = new Random(32);
        for (int i = 0; i < ROUNDS; i++) {
            String a = text(random);
            String b = random.nextInt(3) == 0 ? a + text(random) : text(random);
            Score there = scorer.score(ScoreInput.of(a, b));
            Score back = scorer.score(ScoreInput.of(b, a));
            if (!there.isAbsent() && !back.isAbsent()) {
                assertThat(there.value().orElseThrow()).isCloseTo(back.value().orElseThrow(), within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fullForEqualTexts")
    void score_equalTexts_isFull(Scorer scorer) {
        Random random = new Random(33);
        for (int i = 0; i < ROUNDS; i++) {
            String text = text(random);
            Score score = scorer.score(ScoreInput.of(text, text));
            assertThat(score.value()).as(scorer.name()).hasValue(1);
            assertThat(score.passed()).isTrue();
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
