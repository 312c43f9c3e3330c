package dev.finetuning.eval.report.internal.readiness;

import dev.finetuning.advice.MeasuredApproach;
import dev.finetuning.advice.Readiness;
import dev.finetuning.cost.Money;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.List;
import java.util.Locale;

/** The approaches in the order of effort, with score and cost. */
public record ApproachesSection(Readiness readiness) implements PageSection {
    @Override
    public String id() {
        return "approaches";
    }

    @Override
    public String title() {
        return "Approaches";
    }

    @Override
    public void write(Markup out) {
        PageTable.write(
                out,
                "The approaches that were measured, in the order of effort",
                List.of("Measured", "Approach", readiness.metric(), "95 % interval", "Cases", "A call costs", "Once"),
                readiness.measured().stream().map(ApproachesSection::row).toList());
    }

    private static List<String> row(MeasuredApproach measured) {
        return List.of(
                measured.name(),
                measured.approach().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Numbers.score(measured.card().value()),
                Numbers.score(measured.interval().low()) + " to "
                        + Numbers.score(measured.interval().high()),
                Numbers.count(measured.card().n()),
                measured.costPerCall().map(Money::toString).orElse("unknown"),
                measured.costOnce().map(Money::toString).orElse("–"));
    }
}
