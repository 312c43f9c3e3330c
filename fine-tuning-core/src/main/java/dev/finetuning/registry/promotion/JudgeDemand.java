package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.JudgeAgreement;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model that judges must have shown before its scores may open a gate: that it agrees with people on this task.
 *
 * @param agreement the lowest acceptable low end of the agreement's interval, −1 to 1
 * @param cases the minimum number of cases that judge and people have both judged, at least 1
 * @param rateGap the largest acceptable difference of their mean scores, 0 to 1
 * @param positionBias the largest acceptable position bias in either direction, 0 to 1
 */
public record JudgeDemand(double agreement, long cases, double rateGap, double positionBias) {
    /**
     * At least 0.4 at the low end, which is where J. Landis and G. Koch (Biometrics 33, 1977) call agreement moderate,
     * on at least 50 cases, with mean scores at most 0.1 apart and a position bias of at most 0.2.
     */
    public static final JudgeDemand DEFAULT = new JudgeDemand(0.4, 50, 0.1, 0.2);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public JudgeDemand {
        boolean inRange = agreement >= -1
                && agreement <= 1
                && cases >= 1
                && rateGap >= 0
                && rateGap <= 1
                && positionBias >= 0
                && positionBias <= 1;
        if (!inRange) {
            throw new IllegalArgumentException("a demand needs an agreement in -1..1, at least one case, and limits in"
                    + " 0..1: " + agreement + ", " + cases + ", " + rateGap + ", " + positionBias);
        }
    }

    /** The verdict about the judge of a card; empty if no model gave its scores. */
    Optional<GateVerdict> judge(ModelVersion version, ScoreCard card) {
        return card.judge().map(judge -> {
            String gate = card.metric() + " comes from a model that agrees with people";
            if (card.calibration().isEmpty()) {
                return GateVerdict.fail(
                        gate, judge + " was never compared with people on " + version.name() + ": no calibration");
            }
            JudgeCalibration calibration = card.calibration().get();
            List<String> lacks = lacks(version, judge, calibration);
            return GateVerdict.of(
                    gate, lacks.isEmpty(), lacks.isEmpty() ? evidence(calibration) : String.join("; ", lacks));
        });
    }

    private List<String> lacks(ModelVersion version, String judge, JudgeCalibration calibration) {
        List<String> lacks = new ArrayList<>();
        JudgeAgreement found = calibration.agreement();
        if (!calibration.task().equals(version.name())) {
            lacks.add("it was compared with people on " + calibration.task() + ", not on " + version.name());
        }
        if (!calibration.judge().equals(judge)) {
            lacks.add("the scores are by " + judge + ", and " + calibration.judge() + " was compared with people");
        }
        if (found.n() < cases) {
            lacks.add("compared on " + found.n() + " cases, and " + cases + " are needed");
        }
        if (found.interval().low() < agreement) {
            lacks.add(agreement(found) + ": it may be as low as "
                    + Evidence.figure(found.interval().low()) + ", and " + agreement + " is needed");
        }
        if (Math.abs(calibration.judgeRate() - calibration.humanRate()) > rateGap) {
            lacks.add(rates(calibration) + ": more than " + rateGap + " apart");
        }
        if (Math.abs(calibration.positionBias().orElse(0)) > positionBias) {
            lacks.add("position bias "
                    + Evidence.figure(calibration.positionBias().orElse(0)) + ": more than " + positionBias);
        }
        return lacks;
    }

    private static String evidence(JudgeCalibration calibration) {
        return calibration.judge() + ": " + agreement(calibration.agreement()) + "; " + rates(calibration);
    }

    private static String agreement(JudgeAgreement found) {
        return found.statistic().words() + " " + Evidence.figure(found.value()) + " ("
                + Evidence.figure(found.interval().low()) + " to "
                + Evidence.figure(found.interval().high()) + ") on " + found.n() + " cases";
    }

    private static String rates(JudgeCalibration calibration) {
        return "its mean score is " + Evidence.figure(calibration.judgeRate()) + ", and people's "
                + Evidence.figure(calibration.humanRate());
    }
}
