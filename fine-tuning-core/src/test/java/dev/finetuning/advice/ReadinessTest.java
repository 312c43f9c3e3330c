package dev.finetuning.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.advice.Readiness.Advice;
import dev.finetuning.advice.Readiness.Ground;
import dev.finetuning.advice.Readiness.Leaning;
import dev.finetuning.cost.Money;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The threshold is 0.9 throughout. */
class ReadinessTest {
    private static final MeasuredApproach BAD_PROMPT = measured(Approach.PROMPTING, 0.6);
    private static final MeasuredApproach GOOD_PROMPT = measured(Approach.PROMPTING, 0.95);
    private static final MeasuredApproach BAD_LOOK_UP = measured(Approach.RETRIEVAL, 0.7);
    private static final MeasuredApproach TUNED = measured(Approach.FINE_TUNING, 0.96);
    private static final MeasuredApproach OWN = measured(Approach.OWN_MODEL, 0.94);

    private static MeasuredApproach measured(Approach approach, double score) {
        ScoreCard card = ScoreCard.of("ExactMatch", score, Direction.HIGHER_IS_BETTER, 400, Instant.EPOCH)
                .withInterval(new Interval(score - 0.03, score + 0.03, 0.95));
        return MeasuredApproach.of(approach, approach.name(), card);
    }

    private static Readiness.Builder readiness(MeasuredApproach... measured) {
        Readiness.Builder builder = Readiness.builder("Support", "ExactMatch", 0.9);
        List.of(measured).forEach(builder::addMeasured);
        return builder;
    }

    private static Advice advice(MeasuredApproach... measured) {
        return readiness(measured).build().advice();
    }

    private static LearningCurve curve(double floor) {
        PowerLaw law = new PowerLaw(floor, 2, 0.5);
        return LearningCurve.of(LongStream.of(50, 100, 200, 400)
                .mapToObj(examples -> {
                    int wrong = (int) Math.round(law.error((double) examples) * 1_000);
                    List<Double> scores = new ArrayList<>(Collections.nCopies(wrong, 0.0));
                    scores.addAll(Collections.nCopies(1_000 - wrong, 1.0));
                    return new CurvePoint(examples, scores);
                })
                .toList());
    }

    @Test
    void advice_promptReaches_isToPromptEvenIfTrainingIsBetter() {
        assertThat(advice(GOOD_PROMPT, TUNED)).isEqualTo(Advice.PROMPT);
        assertThat(advice(BAD_PROMPT, measured(Approach.RETRIEVAL, 0.94), TUNED))
                .isEqualTo(Advice.RETRIEVE);
    }

    @Test
    void advice_onlyTrainingReaches_isTheFirstInOrderOfEffort() {
        assertThat(advice(BAD_PROMPT, BAD_LOOK_UP, TUNED, OWN)).isEqualTo(Advice.FINE_TUNE);
        assertThat(advice(BAD_PROMPT, measured(Approach.FINE_TUNING, 0.8), OWN)).isEqualTo(Advice.OWN_MODEL);
    }

    @Test
    void advice_nothingSimpleWasTried_isToMeasure() {
        assertThat(advice()).isEqualTo(Advice.MEASURE_MORE);
        assertThat(advice(TUNED)).isEqualTo(Advice.MEASURE_MORE);
    }

    @Test
    void advice_thresholdWithinTheInterval_isToMeasureMoreCases() {
        Readiness readiness =
                readiness(BAD_PROMPT, measured(Approach.FINE_TUNING, 0.91)).build();

        assertThat(readiness.advice()).isEqualTo(Advice.MEASURE_MORE);
        assertThat(readiness.grounds())
                .contains(new Ground(
                        "fine tuning",
                        Leaning.UNKNOWN,
                        "FINE_TUNING: 0.910 (0.880 to 0.940) on 400 cases may or may not reach 0.900"));
    }

    @Test
    void advice_curveGetsThere_isToCollectSoManyExamples() {
        Readiness readiness = readiness(BAD_PROMPT).curve(curve(0.05)).build();

        assertThat(readiness.advice()).isEqualTo(Advice.COLLECT_EXAMPLES);
        // 0.1 = 0.05 + 2 / √n at n = 1600
        assertThat(readiness.summary()).contains("0.900 takes about 1,", "Collect more examples");
    }

    @Test
    void advice_curveLevelsOff_isToRethink() {
        Readiness readiness = readiness(BAD_PROMPT).curve(curve(0.3)).build();

        assertThat(readiness.advice()).isEqualTo(Advice.RETHINK);
        assertThat(readiness.summary()).contains("levels off at 0.69");
    }

    @Test
    void advice_contradictoryAnswers_isToSettleThemFirst() {
        AnswerStability contradictory = new AnswerStability(500, 40, 12);

        assertThat(readiness(GOOD_PROMPT, TUNED)
                        .stability(contradictory)
                        .build()
                        .advice())
                .isEqualTo(Advice.SETTLE_ANSWERS);
        assertThat(readiness(GOOD_PROMPT)
                        .stability(contradictory)
                        .maxContradictory(0.3)
                        .build()
                        .advice())
                .isEqualTo(Advice.PROMPT);
    }

    @Test
    void advice_trainingPaysForItself_isToTrain() {
        MeasuredApproach prompt = GOOD_PROMPT.withCostPerCall(Money.usd("0.004"));
        MeasuredApproach tuned = TUNED.withCostPerCall(Money.usd("0.001")).withCostOnce(Money.usd("30"));

        Readiness enough = readiness(prompt, tuned).payback(2_000, 5).build();
        Readiness tooFew = readiness(prompt, tuned).payback(1_999, 5).build();

        assertThat(enough.advice()).isEqualTo(Advice.FINE_TUNE);
        assertThat(enough.grounds().get(enough.grounds().size() - 1).sentence())
                .isEqualTo("FINE_TUNING costs 30.00 USD once and 0.001000 USD a call, PROMPTING 0.004000 USD a call: it"
                        + " pays for itself after 10,000 calls, and 10,000 are expected in the time it has");
        assertThat(tooFew.advice()).isEqualTo(Advice.PROMPT);
    }

    @Test
    void advice_trainedCallsCostMore_neverPays() {
        MeasuredApproach prompt = GOOD_PROMPT.withCostPerCall(Money.usd("0.001"));
        MeasuredApproach tuned = TUNED.withCostPerCall(Money.usd("0.002")).withCostOnce(Money.usd("30"));

        Readiness readiness = readiness(prompt, tuned).payback(1_000_000, 12).build();

        assertThat(readiness.advice()).isEqualTo(Advice.PROMPT);
        assertThat(readiness.summary()).contains("it never pays for itself");
    }

    @Test
    void addMeasured_otherMetric_isRefused() {
        ScoreCard card = ScoreCard.of("F1", 0.5, Direction.HIGHER_IS_BETTER, 10, Instant.EPOCH)
                .withInterval(new Interval(0.4, 0.6, 0.95));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> readiness(MeasuredApproach.of(Approach.PROMPTING, "base", card)))
                .withMessage("base was scored by F1, not by ExactMatch");
    }

    @Test
    void of_cardWithoutInterval_isRefused() {
        ScoreCard card = ScoreCard.of("F1", 0.5, Direction.HIGHER_IS_BETTER, 10, Instant.EPOCH);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeasuredApproach.of(Approach.PROMPTING, "base", card))
                .withMessageContaining("interval");
    }
}
