package dev.finetuning.quality.profile;

import dev.finetuning.example.Origin;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * The findings of one code.
 *
 * @param code the code
 * @param severity how serious they are
 * @param count how many there are
 * @param message the message of the first
 * @param remedy what to do about them
 * @param origins where the first {@value #SHOWN} of them are
 */
public record FoundCode(
        String code, Severity severity, long count, String message, String remedy, List<Origin> origins) {
    private static final int SHOWN = 20;

    /** Copies the list. */
    public FoundCode {
        origins = List.copyOf(origins);
    }

    /** The codes of a report that keeps findings of them, the worst and most frequent first. */
    public static List<FoundCode> of(QualityReport report) {
        return report.counts().keySet().stream()
                .map(code -> report.findings(code))
                .filter(findings -> !findings.isEmpty())
                .map(findings -> of(findings, report))
                .sorted(Comparator.comparing(FoundCode::severity)
                        .thenComparing(FoundCode::count)
                        .reversed()
                        .thenComparing(FoundCode::code))
                .toList();
    }

    private static FoundCode of(List<Finding> findings, QualityReport report) {
        Finding first = findings.get(0);
        return new FoundCode(
                first.code(),
                first.severity(),
                report.count(first.code()),
                first.message(),
                first.remedy(),
                findings.stream().map(Finding::origin).distinct().limit(SHOWN).toList());
    }
}
