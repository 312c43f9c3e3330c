package dev.finetuning.registry.internal.stored;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreCardJsonTest {
    private static final ScoreCard ACCURACY = ScoreCard.of(
                    "accuracy", 0.9, Direction.HIGHER_IS_BETTER, 200, Instant.parse("2026-01-01T00:00:00Z"))
            .withInterval(new Interval(0.85, 0.94, 0.95));
    private static final ScoreCard COST =
            ScoreCard.of("cost", 0.02, Direction.LOWER_IS_BETTER, 200, Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void read_whatWasWritten_isEqual() {
        assertThat(ScoreCardJson.read(written(), "cards")).containsExactly(ACCURACY, COST);
    }

    @Test
    void read_directionOfALaterVersion_leavesThatCardOutAndKeepsTheOthers() {
        String later = StoredJson.write(written()).replace("lower_is_better", "closer_to_target");

        assertThat(ScoreCardJson.read(StoredJson.parseExactly(later), "cards")).containsExactly(ACCURACY);
    }

    @Test
    void directions_asSearchesOnceWroteThem_areRead() {
        assertThat(StoredDirections.find("higher-is-better")).contains(Direction.HIGHER_IS_BETTER);
        assertThat(StoredDirections.find("lower-is-better")).contains(Direction.LOWER_IS_BETTER);
        assertThat(StoredDirections.find("LOWER_IS_BETTER")).contains(Direction.LOWER_IS_BETTER);
        assertThat(StoredDirections.find("closer_to_target")).isEmpty();
    }

    @Test
    void read_judgeAndCalibration_areAsWritten() {
        ScoreCard single = ACCURACY.withJudge("judge-1, rubric 01")
                .withCalibration(calibration().build());
        ScoreCard pairwise = COST.withJudge("judge-1, rubric 02")
                .withCalibration(
                        calibration().positionBias(-0.1).source("cases").build());
        ObjectNode node = StoredJson.object();
        ScoreCardJson.write(node.putArray("cards"), List.of(single, pairwise));

        assertThat(ScoreCardJson.read(StoredJson.parse(StoredJson.write(node)), "cards"))
                .containsExactly(single, pairwise);
    }

    @Test
    void read_statisticOfALaterVersion_leavesTheCalibrationOutAndKeepsTheJudge() {
        ObjectNode node = StoredJson.object();
        ScoreCard card =
                ACCURACY.withJudge("judge-1").withCalibration(calibration().build());
        ScoreCardJson.write(node.putArray("cards"), List.of(card));
        String later = StoredJson.write(node).replace("cohens_kappa", "gwets_ac1");

        assertThat(ScoreCardJson.read(StoredJson.parse(later), "cards")).containsExactly(ACCURACY.withJudge("judge-1"));
    }

    @Test
    void read_cardFromBeforeJudgesWereNoted_hasNone() {
        String earlier = """
                {"cards":[{"metric":"accuracy","value":0.9,"direction":"higher_is_better","n":200,"source":"",
                "measured_at":"2026-01-01T00:00:00Z","interval":{"low":0.85,"high":0.94,"level":0.95},
                "slices":{},"comparisons":[]}]}""";

        assertThat(ScoreCardJson.read(StoredJson.parse(earlier), "cards")).containsExactly(ACCURACY);
    }

    private static JudgeCalibration.Builder calibration() {
        JudgeAgreement agreement =
                new JudgeAgreement(JudgeAgreement.Statistic.COHENS_KAPPA, 0.62, new Interval(0.45, 0.79, 0.95), 80);
        return JudgeCalibration.builder("support", "judge-1, rubric 01", agreement, ACCURACY.measuredAt())
                .rates(0.7, 0.65);
    }

    private static ObjectNode written() {
        ObjectNode node = StoredJson.object();
        ScoreCardJson.write(node.putArray("cards"), List.of(ACCURACY, COST));
        return node;
    }
}
