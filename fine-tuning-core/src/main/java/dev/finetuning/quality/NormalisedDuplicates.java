package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.function.Consumer;

/** Finds examples that differ from an earlier one only in case, punctuation or spacing. */
final class NormalisedDuplicates implements Check.Inspection {
    private final DuplicateIndex exact = new DuplicateIndex(ContentKey::exact);
    private final DuplicateIndex normalised = new DuplicateIndex(ContentKey::normalised);
    private final Consumer<Finding> findings;

    NormalisedDuplicates(Consumer<Finding> findings) {
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
                        Strand.origin(example),
                        "Apart from case, punctuation and spacing the example repeats " + first + ".",
                        "Keep one of them.")));
    }
}
