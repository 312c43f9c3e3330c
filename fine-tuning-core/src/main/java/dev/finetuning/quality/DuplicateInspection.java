package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.function.Consumer;

/** Finds examples with the content of an earlier one. */
record DuplicateInspection(DuplicateIndex seen, Consumer<Finding> findings) implements Check.Inspection {
    static Check.Inspection exact(Consumer<Finding> findings) {
        return new DuplicateInspection(new DuplicateIndex(ContentKey::exact), findings);
    }

    @Override
    public void look(Example example) {
        seen.firstOrRemember(example)
                .ifPresent(first -> findings.accept(Finding.of(
                        "duplicate_example",
                        Severity.WARNING,
                        Strand.origin(example),
                        "The example repeats " + first + ".",
                        "Drop it: repeated examples are trained on repeatedly.")));
    }
}
