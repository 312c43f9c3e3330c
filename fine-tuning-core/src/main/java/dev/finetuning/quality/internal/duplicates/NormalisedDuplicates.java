package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Severity;
import java.util.function.Consumer;

/** Finds examples that differ from an earlier one only in case, punctuation or spacing. */
public final class NormalisedDuplicates implements Check.Inspection {
    private final DuplicateIndex exact = new DuplicateIndex(ContentKey::exact);
    private final DuplicateIndex normalised = new DuplicateIndex(ContentKey::normalised);
    private final Consumer<Finding> findings;

    public NormalisedDuplicates(Consumer<Finding> findings) {
        this.findings = findings;
    }

    @Override
    public void look(Example example) {
        if (exact.firstOrRemember(example).isPresent()) {
            return;
        }
        normalised
                .firstOrRemember(example)
                .ifPresent(first -> findings.accept(Finding.of(
                        "near_identical_example",
                        Severity.WARNING,
                        MessageList.origin(example),
                        "Apart from case, punctuation and spacing the example repeats the one in " + first + ".",
                        "Keep one of them.")));
    }
}
