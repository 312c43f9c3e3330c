package dev.finetuning.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.registry.Cards;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ScoreCard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A metric whose scores a model gives, before a gate of the model "bot" that its value passes. */
class JudgeDemandTest {
    private static final String JUDGE = "judge-1, rubric 0123456789ab";
    private static final PromotionPolicy POLICY = PromotionPolicy.of(Gate.atLeast("Factuality", 0.5));

    private static List<GateVerdict> verdicts(PromotionPolicy policy, ScoreCard card) {
        return policy.judge(Candidate.unopposed(GateContractTest.scored("1.0.1", card), Alias.PRODUCTION));
    }

    private static ScoreCard graded() {
        return Cards.plain("Factuality", 0.8).withJudge(JUDGE);
    }

    private static JudgeCalibration.Builder calibration(String task, String judge, double low, long cases) {
        JudgeAgreement agreement = new JudgeAgreement(
                JudgeAgreement.Statistic.COHENS_KAPPA, low + 0.1, new Interval(low, low + 0.2, 0.95), cases);
        return JudgeCalibration.builder(task, judge, agreement, Cards.MEASURED).rates(0.8, 0.75);
    }

    private static GateVerdict ofJudge(JudgeCalibration.Builder calibration) {
        List<GateVerdict> verdicts = verdicts(POLICY, graded().withCalibration(calibration.build()));
        assertThat(verdicts).hasSize(2);
        assertThat(verdicts.get(0).passed()).as("the value itself").isTrue();
        return verdicts.get(1);
    }

    @Test
    void judge_scoresThatNoModelGave_needNoCalibration() {
        assertThat(verdicts(POLICY, Cards.plain("Factuality", 0.8))).hasSize(1);
    }

    @Test
    void judge_withoutCalibration_isRefusedNamingWhatIsMissing() {
        GateVerdict verdict = verdicts(POLICY, graded()).get(1);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.gate()).isEqualTo("Factuality comes from a model that agrees with people");
        assertThat(verdict.evidence()).isEqualTo(JUDGE + " was never compared with people on bot: no calibration");
    }

    @Test
    void judge_goodCalibration_opensTheGateWithEvidence() {
        GateVerdict verdict = ofJudge(calibration("bot", JUDGE, 0.45, 60));

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.evidence())
                .isEqualTo(JUDGE + ": Cohen's kappa 0.55 (0.45 to 0.65) on 60 cases; its mean score is 0.8, and"
                        + " people's 0.75");
    }

    @Test
    void judge_calibrationThatDoesNotFit_isRefusedForThatReason() {
        assertThat(ofJudge(calibration("legal", JUDGE, 0.6, 60)).evidence())
                .isEqualTo("it was compared with people on legal, not on bot");
        assertThat(ofJudge(calibration("bot", "judge-2", 0.6, 60)).evidence())
                .isEqualTo("the scores are by " + JUDGE + ", and judge-2 was compared with people");
        assertThat(ofJudge(calibration("bot", JUDGE, 0.6, 49)).evidence())
                .isEqualTo("compared on 49 cases, and 50 are needed");
        assertThat(ofJudge(calibration("bot", JUDGE, 0.39, 60)).evidence())
                .endsWith("it may be as low as 0.39, and 0.4 is needed");
        assertThat(ofJudge(calibration("bot", JUDGE, 0.6, 60).rates(0.9, 0.7)).evidence())
                .isEqualTo("its mean score is 0.9, and people's 0.7: more than 0.1 apart");
        assertThat(ofJudge(calibration("bot", JUDGE, 0.6, 60).positionBias(-0.3))
                        .evidence())
                .isEqualTo("position bias -0.3: more than 0.2");
    }

    @Test
    void judge_severalReasons_namesEach() {
        GateVerdict verdict = ofJudge(calibration("legal", "judge-2", 0.1, 9).positionBias(0.5));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.evidence().split("; ")).hasSize(5);
    }

    @Test
    void withJudges_lowerDemand_isTheApplications() {
        ScoreCard card =
                graded().withCalibration(calibration("bot", JUDGE, 0.2, 20).build());

        assertThat(verdicts(POLICY, card).get(1).passed()).isFalse();
        PromotionPolicy lower =
                POLICY.withJudges(new JudgeDemand(0.2, 20, 0.1, 0.2)).withAbsentLimit(0.5);
        assertThat(verdicts(lower.and(Gate.atMost("Factuality", 0.9)), card))
                .allMatch(GateVerdict::passed)
                .hasSize(3);
    }

    @Test
    void demand_outOfRange_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JudgeDemand(1.1, 50, 0.1, 0.2));
        assertThatIllegalArgumentException().isThrownBy(() -> new JudgeDemand(0.4, 0, 0.1, 0.2));
        assertThatIllegalArgumentException().isThrownBy(() -> new JudgeDemand(0.4, 50, Double.NaN, 0.2));
        assertThatIllegalArgumentException().isThrownBy(() -> calibration("bot", JUDGE, 0.4, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration("bot", JUDGE, 0.4, 50).rates(0.5, 1.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration("bot", JUDGE, 0.4, 50).positionBias(-1.5));
    }
}
