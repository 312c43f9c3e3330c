package dev.finetuning.eval.human;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.EvaluationFile;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.eval.scorer.judge.Grade;
import dev.finetuning.eval.scorer.judge.ModelGraded;
import dev.finetuning.eval.scorer.judge.PairwiseJudge;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeStudyTest {
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    @TempDir
    Path folder;

    /** A judge whose verdict depends on the number in the question. */
    private static ChatModel judge(IntFunction<String> verdicts) {
        return ScriptedChatModel.answering("judge", request -> {
            String question = request.messages().get(1).text().replaceAll(".*question (\\d+)!.*", "$1");
            return "{\"verdict\": \"" + verdicts.apply(Integer.parseInt(question)) + "\"}";
        });
    }

    private static Evaluation judged(int cases, Scorer... scorers) {
        return Evaluator.builder().scorers(scorers).build().evaluate(cases(cases), ScriptedChatModel.echo("tuned"));
    }

    private static List<TestCase> cases(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> TestCase.of("question " + i + "!", "answer").withId("case-" + i))
                .toList();
    }

    private static Map<String, Double> people(int number, IntToDoubleFunction score) {
        Map<String, Double> people = new HashMap<>();
        IntStream.range(0, number).forEach(i -> people.put("case-" + i, score.applyAsDouble(i)));
        return people;
    }

    /** Of 60 cases both pass 30 and fail 18; the judge alone passes 7, people alone 5. */
    private static ModelGraded sixty() {
        return ModelGraded.factuality(judge(i -> i < 37 ? "AGREES" : "DISAGREES"));
    }

    private static double peopleOfSixty(int i) {
        return i < 30 || (i >= 37 && i < 42) ? 1 : 0;
    }

    @Test
    void verdicts_calibration_hasKappaRatesAndJudge() {
        Evaluation evaluation = judged(60, sixty());

        JudgeCalibration calibration = JudgeStudy.ofVerdicts(
                        evaluation, "Factuality", people(60, JudgeStudyTest::peopleOfSixty))
                .calibration("support", NOW);

        JudgeAgreement agreement = calibration.agreement();
        assertThat(agreement.statistic()).isEqualTo(JudgeAgreement.Statistic.COHENS_KAPPA);
        // statsmodels 0.15.0 cohens_kappa([[30, 7], [5, 18]])
        assertThat(agreement.value()).isCloseTo(0.5838150289017342, within(1e-10));
        assertThat(agreement.interval().low())
                .isLessThanOrEqualTo(0.37457344582132207)
                .isGreaterThan(0.3);
        assertThat(agreement.n()).isEqualTo(60);
        assertThat(calibration.judgeRate()).isCloseTo(37 / 60.0, within(1e-12));
        assertThat(calibration.humanRate()).isCloseTo(35 / 60.0, within(1e-12));
        assertThat(calibration.positionBias()).isEmpty();
        assertThat(calibration.task()).isEqualTo("support");
        assertThat(calibration.source()).isEqualTo(evaluation.casesId());
        assertThat(calibration.judge())
                .startsWith("judge, rubric ")
                .isEqualTo(ScoreCards.of(evaluation, "Factuality", NOW).judge().orElseThrow());
    }

    @Test
    void verdicts_evaluationReadFromItsFile_givesTheSame() throws IOException {
        Evaluation evaluation = judged(60, sixty());
        EvaluationFile.write(evaluation, folder.resolve("evaluation.jsonl"));
        Map<String, Double> people = people(60, JudgeStudyTest::peopleOfSixty);

        assertThat(JudgeStudy.ofVerdicts(EvaluationFile.read(folder.resolve("evaluation.jsonl")), "Factuality", people)
                        .calibration("support", NOW))
                .isEqualTo(
                        JudgeStudy.ofVerdicts(evaluation, "Factuality", people).calibration("support", NOW));
    }

    @Test
    void scores_calibration_hasTheCorrelation() {
        List<Grade> grades = IntStream.rangeClosed(0, 4)
                .mapToObj(i -> new Grade("G" + i, "grade " + i, i / 4.0))
                .toList();
        ModelGraded scorer = new ModelGraded("Tone", judge(i -> "G" + i % 5), "Judge the tone.", grades, 0.5);

        JudgeCalibration calibration = JudgeStudy.ofScores(
                        judged(12, scorer), "Tone", people(12, i -> ((i * 7) % 10) / 10.0))
                .calibration("support", NOW);

        JudgeAgreement agreement = calibration.agreement();
        assertThat(agreement.statistic()).isEqualTo(JudgeAgreement.Statistic.CORRELATION);
        // SciPy 1.17.1 pearsonr of the same twelve pairs, confidence_interval(0.95)
        assertThat(agreement.value()).isCloseTo(0.3116850261070235, within(1e-10));
        assertThat(agreement.interval().low()).isCloseTo(-0.3193388130182835, within(1e-7));
        assertThat(agreement.interval().high()).isCloseTo(0.7512123727196678, within(1e-7));
    }

    @Test
    void pairwiseJudge_whoFavoursTheFirst_showsInThePositionBias() {
        PairwiseJudge biased = new PairwiseJudge(judge(i -> i % 4 == 0 ? "FIRST" : "TIE"), "Prefer the clearer one.");

        JudgeCalibration calibration = JudgeStudy.ofScores(
                        judged(40, biased, sixty()), "Factuality", people(40, i -> i % 2))
                .calibration("support", NOW);
        assertThat(calibration.positionBias()).as("of single answers").isEmpty();
        assertThatIllegalStateException()
                .as("a judge that always sees a tie")
                .isThrownBy(() -> JudgeStudy.ofVerdicts(judged(40, biased), "PairwiseJudge", people(40, i -> 0.5))
                        .calibration("support", NOW));
        assertThat(JudgeStudy.ofVerdicts(judged(40, biased), "PairwiseJudge", people(40, i -> i % 2))
                        .calibration("support", NOW)
                        .positionBias())
                .hasValue(0.25);
    }

    @Test
    void study_casesThatOneHasNotJudged_areLeftOut() {
        ModelGraded silent = ModelGraded.factuality(judge(i -> i < 5 ? "hm" : i < 37 ? "AGREES" : "DISAGREES"));
        Map<String, Double> people = people(55, JudgeStudyTest::peopleOfSixty);
        people.put("another case", 1.0);

        assertThat(JudgeStudy.ofVerdicts(judged(60, silent), "Factuality", people)
                        .cases())
                .isEqualTo(50);
    }

    @Test
    void study_nothingToTell_isRefused() {
        Evaluation evaluation = judged(60, sixty(), new ExactMatch());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JudgeStudy.ofVerdicts(evaluation, "ExactMatch", people(60, i -> 1)))
                .withMessage("no model gave the scores of ExactMatch, so there is no judge");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JudgeStudy.ofVerdicts(evaluation, "Factuality", people(60, i -> 7)));
        assertThatIllegalStateException()
                .isThrownBy(() -> JudgeStudy.ofVerdicts(evaluation, "Factuality", Map.of())
                        .calibration("support", NOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> JudgeStudy.ofScores(evaluation, "Factuality", people(60, i -> 1))
                        .calibration("support", NOW))
                .withMessageContaining("the same score to all");
    }

    @Test
    void evaluation_scorerThatAsksAModelAndDoesNotSaySo_isMarkedAllTheSame() {
        Evaluation evaluation = judged(3, new Asking(judge(i -> "AGREES")));

        assertThat(evaluation.judge("Asking")).contains("judge");
        assertThat(ScoreCards.of(evaluation, "Asking", NOW).judge()).contains("judge");
    }

    private record Asking(ChatModel judge) implements Scorer {
        @Override
        public String name() {
            return "Asking";
        }

        @Override
        public Scorer asking(UnaryOperator<ChatModel> asked) {
            return new Asking(asked.apply(judge));
        }

        @Override
        public Score score(ScoreInput input) {
            return Score.of(name(), true);
        }
    }
}
