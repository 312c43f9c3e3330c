package dev.finetuning.eval.report.internal.profile;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.quality.LintMatrix;
import java.util.List;
import java.util.stream.Collectors;

/** Accepted by each target and refuse. */
public record LintSection(LintMatrix lint) implements PageSection {
    @Override
    public String id() {
        return "targets";
    }

    @Override
    public String title() {
        return "Targets";
    }

    @Override
    public void write(Markup out) {
        List<String> head = List.of("Target", "Accepted", "Refused", "Why");
        List<List<String>> rows = lint.rows().stream()
                .map(row -> List.of(
                        row.target(),
                        Numbers.count(row.accepted()),
                        Numbers.count(row.refused()),
                        row.refusals().stream().map(LintSection::why).collect(Collectors.joining("; "))))
                .toList();
        PageTable.writeTexts(out, "Accepted by each target", head, rows);
    }

    private static String why(LintMatrix.Refusal refusal) {
        return refusal.reason() + " ×" + Numbers.count(refusal.count()) + " ("
                + ProfileFindings.places(refusal.first(), refusal.count()) + ")";
    }
}
