package dev.finetuning.console.shelf;

import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.profile.FoundCode;
import dev.finetuning.quality.profile.Histogram;
import java.util.List;

/**
 * What is known about the content of a revision.
 *
 * @param report the findings
 * @param byCode the findings by code, the worst first
 * @param tokens tokens in all and by role
 * @param perExample how many tokens the examples have
 * @param turns how many messages they have
 * @param targets which providers take how many of them
 */
public record Inspection(
        QualityReport report,
        List<FoundCode> byCode,
        TokenStatistics tokens,
        Histogram perExample,
        Histogram turns,
        CompatibilityMatrix targets) {
    /** Copies the list. */
    public Inspection {
        byCode = List.copyOf(byCode);
    }

    /** How many findings are errors. */
    public long errors() {
        return report.count(Severity.ERROR);
    }

    /** How many findings are warnings. */
    public long warnings() {
        return report.count(Severity.WARNING);
    }
}
