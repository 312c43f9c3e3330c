package dev.finetuning.quality.internal.population;

import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.PopulationChecks;
import dev.finetuning.quality.Severity;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Finds categories that are far rarer than the most frequent one. */
public final class Categories implements Noting.Judgement {
    private final Map<String, Long> counts = new TreeMap<>();
    private final double ratio;
    private final Consumer<Finding> findings;

    public Categories(double ratio, Consumer<Finding> findings) {
        this.ratio = ratio;
        this.findings = findings;
    }

    @Override
    public void look(Noting.Note note) {
        counts.merge(note.text(), 1L, Long::sum);
    }

    @Override
    public void end() {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long rare =
                counts.values().stream().filter(count -> count * ratio < most).count();
        if (rare > 0) {
            findings.accept(Finding.of(
                    "category_imbalance",
                    Severity.WARNING,
                    PopulationChecks.DATASET,
                    rare + " of " + counts.size() + " categories have fewer than 1/" + Math.round(ratio) + " of the "
                            + most + " examples of the largest one.",
                    "Add examples to the rare ones, or thin out the frequent ones."));
        }
    }
}
