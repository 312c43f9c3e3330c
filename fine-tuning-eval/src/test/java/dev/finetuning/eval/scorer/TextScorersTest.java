package dev.finetuning.eval.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.scorer.distance.TextUnit;
import dev.finetuning.eval.scorer.overlap.Bleu;
import dev.finetuning.eval.scorer.overlap.ChrF;
import dev.finetuning.eval.scorer.overlap.Rouge;
import dev.finetuning.eval.scorer.overlap.TokenF1;
import dev.finetuning.eval.scorer.structure.JsonDiff;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextScorersTest {
    static Stream<Scorer> scorersThatNeedExpected() {
        return Stream.of(
                new Levenshtein(),
                new LenientMatch(),
                new ExactMatch(),
                new Contains(),
                new NumericDiff(),
                new ChoiceExtraction(List.of("a", "b")));
    }

    @ParameterizedTest
    @MethodSource("scorersThatNeedExpected")
    void score_expectedMissing_isATypedError(Scorer scorer) {
        assertThatExceptionOfType(MissingExpectedException.class)
                .isThrownBy(() -> scorer.score(ScoreInput.of("anything")))
                .satisfies(e -> assertThat(e.scorer()).isEqualTo(scorer.name()));
    }

    @Test
    void levenshtein_bothEmpty_isOne() {
        assertThat(value(new Levenshtein(), "", "")).isEqualTo(1);
        assertThat(value(new Levenshtein(), "", "abc")).isZero();
    }

    @Test
    void levenshtein_emoji_isCountedInCodePoints() {
        // autoevals (Python): Levenshtein()("a\U0001F600", "ab").score == 0.5; in UTF-16 units it would be 1/3
        assertThat(value(new Levenshtein(), "a\uD83D\uDE00", "ab")).isEqualTo(0.5);
        Scorer units = new Levenshtein(TextUnit.UTF16, TextNormalisation.NONE, 0.8);
        assertThat(value(units, "a\uD83D\uDE00", "ab")).isCloseTo(1.0 / 3, within(1e-15));
    }

    @Test
    void levenshtein_normalised_ignoresTheDifference() {
        Scorer composed = new Levenshtein(
                TextUnit.CODE_POINT, TextNormalisation.NONE.composed().trimmed().caseFolded(), 1);
        assertThat(composed.score(ScoreInput.of(" CAFE\u0301 ", "caf\u00E9")).passed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Yes , yes, 1.0", "the answer is yes, yes, 0.9", "yes, definitely yes, 0.9", "kitten, sitting, 0.571428"
    })
    void lenientMatch_isEqualityThenContainmentThenSimilarity(String output, String expected, double value) {
        assertThat(value(new LenientMatch(), output, expected)).isCloseTo(value, within(1e-6));
    }

    @Test
    void lenientMatch_emptyAnswer_isNotContained() {
        Score score = new LenientMatch().score(ScoreInput.of("", "yes"));
        assertThat(score.value()).hasValue(0);
        assertThat(score.passed()).isFalse();
    }

    // autoevals 0.4.1 (Python): NumericDiff().eval(output, expected).score
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "0, 0, 1",
        "1, 3, 0.5",
        "-1, 3, 0",
        "95, 100, 0.9743589743589743",
        "0.1, 0.3, 0.5",
        "1e-9, 2e-9, 0.6666666666666667",
        "0, 5, 0",
        "-2, -3, 0.8",
        "123456, 123457, 0.9999959499904825"
    })
    void numericDiff_goldenPairs_equalsAutoevals(String output, String expected, double value) {
        assertThat(value(new NumericDiff(), output, expected)).isCloseTo(value, within(1e-15));
    }

    @Test
    void numericDiff_groupingAndHugeNumbers_areUnderstood() {
        assertThat(value(new NumericDiff(), "1,000", "1000")).isEqualTo(1);
        assertThat(value(new NumericDiff(), "1e308", "-1e308")).isZero();
    }

    // autoevals 0.4.1 (Python): Levenshtein().eval(output, expected).score
    @ParameterizedTest
    @CsvSource({
        "kitten, sitting, 0.5714285714285714",
        "'', '', 1",
        "'', abc, 0",
        "Cafe\u0301, Caf\u00e9, 0.6",
        "The quick brown fox, The quick brown dog, 0.8947368421052632",
        "\u4f60\u597d\u4e16\u754c, \u4f60\u597d, 0.5",
        "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67, \uD83D\uDC68\u200D\uD83D\uDC69, 0.6"
    })
    void levenshtein_goldenPairs_equalsAutoevals(String output, String expected, double value) {
        assertThat(value(new Levenshtein(), output, expected)).isCloseTo(value, within(1e-15));
    }

    @Test
    void numericDiff_noNumber_isZeroForTheAnswerAndAbsentForTheExpectation() {
        assertThat(new NumericDiff().score(ScoreInput.of("NaN", "1")).value()).hasValue(0);
        assertThat(new NumericDiff().score(ScoreInput.of("1", "one")).isAbsent())
                .isTrue();
    }

    @Test
    void regex_lookAround_isRefusedAtTheCall() {
        assertThatIllegalArgumentException().isThrownBy(() -> RegexMatch.finding("(?=a)b"));
        assertThat(value(RegexMatch.finding("a+b"), "xxaab", null)).isEqualTo(1);
        assertThat(value(RegexMatch.matching("a+b"), "xxaab", null)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "card_lost|card_lost",
                "'Card_Lost.'|card_lost",
                "The label is **card_lost**|card_lost",
                "I first thought of pin, but: Answer: card_lost|card_lost",
                "it is card_lost_abroad here|card_lost_abroad",
                "pin, surely|pin",
            })
    void choiceExtraction_namesTheChoice(String answer, String choice) {
        ChoiceExtraction extraction = new ChoiceExtraction(List.of("card_lost", "card_lost_abroad", "pin", "lost"));
        assertThat(extraction.extract(answer)).contains(choice);
    }

    @Test
    void choiceExtraction_noneOrSeveral_abstains() {
        ChoiceExtraction extraction = new ChoiceExtraction(List.of("yes", "no"));
        assertThat(extraction.extract("yes and no")).isEmpty();
        assertThat(extraction.extract("nothing, yesterday")).isEmpty();
        Score score = extraction.score(ScoreInput.of("perhaps", "yes"));
        assertThat(score.metadata()).containsEntry("abstained", true);
    }

    @Test
    void combined_partsAndWeights_areCombinedByTheRule() {
        Map<Scorer, Double> weights = new LinkedHashMap<>();
        weights.put(new ExactMatch(), 1.0);
        weights.put(new Contains(), 3.0);
        ScoreInput input = ScoreInput.of("well, yes", "yes");
        assertThat(CombinedScorer.weighted("mix", weights, 0.7).score(input).value())
                .hasValue(0.75);
        List<Scorer> parts = List.of(new ExactMatch(), new Contains());
        assertThat(CombinedScorer.minimum("least", parts, 0.5).score(input).value())
                .hasValue(0);
        assertThat(CombinedScorer.allOf("all", parts).score(input).passed()).isFalse();
    }

    @Test
    void combined_absentPart_makesTheWholeAbsent() {
        Scorer rated = new HumanScore(ScoreInput::outputText, Map.of("yes", 0.5), 0.5);
        Scorer both = CombinedScorer.minimum("both", List.of(new ExactMatch(), rated), 0.5);
        assertThat(both.score(ScoreInput.of("yes", "yes")).value()).hasValue(0.5);
        assertThat(both.score(ScoreInput.of("no", "no")).reason()).startsWith("HumanScore: ");
    }

    @Test
    void combined_sameNameTwice_isRefused() {
        List<Scorer> twice = List.of(new ExactMatch(), new ExactMatch(TextNormalisation.NONE.trimmed()));
        assertThatIllegalArgumentException().isThrownBy(() -> CombinedScorer.allOf("all", twice));
        List<Scorer> named = List.of(twice.get(0), twice.get(1).named("trimmed"));
        assertThat(CombinedScorer.allOf("all", named)
                        .score(ScoreInput.of("a", "a"))
                        .passed())
                .isTrue();
    }

    @Test
    void score_outOfRange_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Score.of("x", Double.NaN, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Score.absent("x", ""));
    }

    private static double value(Scorer scorer, String output, String expected) {
        ScoreInput input = expected == null ? ScoreInput.of(output) : ScoreInput.of(output, expected);
        return scorer.score(input).value().orElseThrow();
    }

    /** Every scorer that compares texts. */
    static Stream<Scorer> textScorers() {
        return Stream.of(
                new ExactMatch(),
                new Contains(),
                new Levenshtein(),
                new LenientMatch(),
                new NumericDiff(),
                new ChoiceExtraction(List.of("yes", "no")),
                new TokenF1(),
                new Bleu(),
                new ChrF(),
                Rouge.ofRuns(1),
                Rouge.ofSubsequence(),
                new JsonDiff());
    }

    @ParameterizedTest
    @MethodSource("textScorers")
    void score_aCallWithoutTextExpected_isAbsentWhateverTheAnswer(Scorer scorer) {
        ToolCall right = ToolCall.of("1", "refund", "{}");
        ToolCall wrong = ToolCall.of("1", "delete", "{}");
        ScoreInput nothing = ScoreInput.of("").withExpected(Message.assistant(List.of(right)));
        assertThat(scorer.score(nothing).isAbsent()).isTrue();
        assertThat(scorer.score(nothing.withOutput(Message.assistant(List.of(wrong))))
                        .isAbsent())
                .isTrue();
        assertThat(scorer.score(nothing.withOutput(Message.assistant(List.of(right))))
                        .isAbsent())
                .isTrue();
    }

    @Test
    void score_textsOfMegabytes_isAbsentWhereWorkGrowsWithTheProduct() {
        String text = "yes no ".repeat(150_000);
        for (Scorer scorer : List.of(
                new Levenshtein(),
                new LenientMatch(),
                Rouge.ofSubsequence(),
                new ChoiceExtraction(List.of("yes", "no")),
                new JsonDiff())) {
            Score score = scorer.score(ScoreInput.of(text, "yes"));
            assertThat(score.isAbsent()).as(scorer.name()).isTrue();
            assertThat(score.reason()).contains("longer than 100000 characters");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The answer is B because a car moves.|B",
                "Answer: (C) since a and b are wrong|C",
                "The answer is not B.|",
                "The answer is A or B|",
                "I would take a look at D|D",
                "b|B",
                "The answer is a.|A",
                "a car|",
            })
    void choiceExtraction_letters_areToldFromWords(String answer, String choice) {
        ChoiceExtraction extraction = new ChoiceExtraction(List.of("A", "B", "C", "D"));
        assertThat(extraction.extract(answer)).isEqualTo(Optional.ofNullable(choice));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$1,234.50|1234.5",
                "1234.5 \u20AC.|1234.5",
                "\u221212|-12",
                "50 %|50",
                "50%|50.0",
                "-$5|-5",
                "1'000'000|1000000",
                "1\u202F000|1000",
                "3.|3",
                "7!|7",
                "1e3|1000",
            })
    void numericDiff_numbersAsPeopleWriteThem_areRead(String output, String expected) {
        assertThat(value(new NumericDiff(), output, expected)).isEqualTo(1);
    }

    @Test
    void numericDiff_twoNumbers_areNone() {
        assertThat(value(new NumericDiff(), "5 of 10", "5")).isZero();
        assertThat(value(new NumericDiff(), "$", "5")).isZero();
    }

    @Test
    void passed_atTheThreshold_isDecidedInDecimals() {
        for (int hundredths = 0; hundredths <= 100; hundredths++) {
            double threshold = hundredths / 100.0;
            for (int parts = 1; parts <= 40; parts++) {
                // parts equal scores, whose sum carries binary fractions
                double sum = 0;
                for (int i = 0; i < parts; i++) {
                    sum += threshold;
                }
                assertThat(Score.of("x", Math.min(1, sum / parts), threshold).passed())
                        .as("%s of %s", threshold, parts)
                        .isTrue();
            }
            double below = Math.max(0, threshold - 1e-6);
            assertThat(Score.of("x", below, threshold).passed()).isEqualTo(below == threshold);
        }
        assertThat(new Levenshtein().score(ScoreInput.of("abcde", "abcdx")).passed())
                .isTrue();
        List<Scorer> parts = List.of(rated("a", 0.7), rated("b", 0.9));
        Map<Scorer, Double> weights = new LinkedHashMap<>();
        parts.forEach(part -> weights.put(part, 0.1));
        assertThat(CombinedScorer.weighted("mix", weights, 0.8)
                        .score(ScoreInput.of("x", "x"))
                        .passed())
                .isTrue();
    }

    private static Scorer rated(String name, double value) {
        return new HumanScore(input -> "x", Map.of("x", value), 0).named(name);
    }
}
