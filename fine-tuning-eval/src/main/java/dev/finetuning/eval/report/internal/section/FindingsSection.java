package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was wrong with the data, by code, the worst first. */
record FindingsSection(QualityReport quality) implements PageSection {
    private static final int PLACES = 5;

    /** Where the data was checked. */
    static Optional<PageSection> of(ReportFigures figures) {
        return figures.content().quality().map(FindingsSection::new);
    }

    @Override
    public String id() {
        return "findings";
    }

    @Override
    public String title() {
        return "Findings";
    }

    @Override
    public void write(Markup out) {
        String counts = Numbers.count(quality.examples()) + " examples checked: "
                + Numbers.count(quality.count(Severity.ERROR)) + " errors, "
                + Numbers.count(quality.count(Severity.WARNING)) + " warnings, "
                + Numbers.count(quality.count(Severity.INFO)) + " notes.";
        out.leaf("p", counts);
        List<List<String>> rows = new ArrayList<>();
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
            quality.counts().keySet().stream()
                    .map(quality::findings)
                    .filter(findings -> !findings.isEmpty() && findings.get(0).severity() == severity)
                    .forEach(findings -> rows.add(row(findings)));
        }
        if (!rows.isEmpty()) {
            List<String> head = List.of("Code", "Severity", "Count", "First", "Where", "Remedy");
            PageTable.writeTexts(out, "Findings by code", head, rows);
        }
    }

    private List<String> row(List<Finding> findings) {
        Finding first = findings.get(0);
        String where = findings.stream()
                .limit(PLACES)
                .map(finding -> finding.origin().toString())
                .distinct()
                .collect(Collectors.joining("; "));
        return List.of(
                first.code(),
                first.severity().name().toLowerCase(Locale.ROOT),
                Numbers.count(quality.count(first.code())),
                first.message(),
                quality.count(first.code()) > PLACES ? where + "; …" : where,
                first.remedy());
    }
}
