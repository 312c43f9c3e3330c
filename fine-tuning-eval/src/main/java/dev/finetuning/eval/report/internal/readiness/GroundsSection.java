package dev.finetuning.eval.report.internal.readiness;

import dev.finetuning.advice.Readiness;
import dev.finetuning.advice.Readiness.Leaning;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import java.util.List;
import java.util.Map;

/** What speaks for training and what against it. */
public record GroundsSection(Readiness readiness) implements PageSection {
    private static final Map<Leaning, String> LEANINGS = Map.of(
            Leaning.FOR_TRAINING, "for training",
            Leaning.AGAINST_TRAINING, "against training",
            Leaning.UNKNOWN, "unknown");

    @Override
    public String id() {
        return "grounds";
    }

    @Override
    public String title() {
        return "Grounds";
    }

    @Override
    public void write(Markup out) {
        PageTable.writeTexts(
                out,
                "What speaks for training and what against it",
                List.of("Subject", "Says", "Measured"),
                readiness.grounds().stream()
                        .map(ground -> List.of(
                                ground.subject(), LEANINGS.getOrDefault(ground.leaning(), ""), ground.sentence()))
                        .toList());
    }
}
