package dev.finetuning.registry.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import java.util.Map;
import java.util.Optional;

/** Calibrations of judges as stored JSON: fields are only ever added, unknown ones are ignored. */
final class CalibrationJson {
    private static final StoredNames<JudgeAgreement.Statistic> STATISTICS = StoredNames.of(
            JudgeAgreement.Statistic.class,
            Map.of(
                    JudgeAgreement.Statistic.COHENS_KAPPA, "cohens_kappa",
                    JudgeAgreement.Statistic.CORRELATION, "correlation"));

    private CalibrationJson() {}

    static void write(ObjectNode node, JudgeCalibration calibration) {
        JudgeAgreement agreement = calibration.agreement();
        node.put("task", calibration.task())
                .put("judge", calibration.judge())
                .put("statistic", STATISTICS.of(agreement.statistic()))
                .put("agreement", agreement.value())
                .put("n", agreement.n())
                .put("measured_at", calibration.measuredAt().toString())
                .put("judge_rate", calibration.judgeRate())
                .put("human_rate", calibration.humanRate())
                .put("source", calibration.source());
        IntervalJson.write(node.putObject("interval"), agreement.interval());
        calibration.positionBias().ifPresent(bias -> node.put("position_bias", bias));
    }

    /** Empty for a statistic that a later version added: a gate must not take it for one that it knows. */
    static Optional<JudgeCalibration> read(JsonNode node) {
        return STATISTICS.find(StoredJson.text(node, "statistic")).map(statistic -> read(node, statistic));
    }

    private static JudgeCalibration read(JsonNode node, JudgeAgreement.Statistic statistic) {
        JudgeAgreement agreement = new JudgeAgreement(
                statistic,
                StoredJson.number(node, "agreement"),
                IntervalJson.read(node.path("interval")),
                StoredJson.whole(node, "n"));
        JudgeCalibration.Builder calibration = JudgeCalibration.builder(
                        StoredJson.text(node, "task"),
                        StoredJson.text(node, "judge"),
                        agreement,
                        StoredJson.instant(node, "measured_at"))
                .rates(StoredJson.number(node, "judge_rate"), StoredJson.number(node, "human_rate"))
                .source(StoredJson.text(node, "source"));
        if (node.hasNonNull("position_bias")) {
            calibration.positionBias(StoredJson.number(node, "position_bias"));
        }
        return calibration.build();
    }
}
