package dev.finetuning.eval.report.internal.profile;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.quality.CompatibilityMatrix;
import java.util.List;
import java.util.stream.Collectors;

/** What each target accepts and refuses, and why. */
public record CompatibilitySection(CompatibilityMatrix compatibility) implements PageSection {
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
        List<List<String>> rows = compatibility.rows().stream()
                .map(row -> List.of(
                        row.target(),
                        Numbers.count(row.accepted()),
                        Numbers.count(row.refused()),
                        row.refusals().stream().map(CompatibilitySection::why).collect(Collectors.joining("; "))))
                .toList();
        PageTable.writeTexts(out, "Accepted by each target", head, rows);
    }

    private static String why(CompatibilityMatrix.Refusal refusal) {
        return refusal.reason() + " ×" + Numbers.count(refusal.count()) + " ("
                + ProfileFindings.places(refusal.first(), refusal.count()) + ")";
    }
}
