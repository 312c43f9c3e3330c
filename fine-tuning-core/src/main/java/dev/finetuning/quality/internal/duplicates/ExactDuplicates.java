package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Severity;
import java.util.function.Consumer;

/** Finds examples with the content of an earlier one. */
public record ExactDuplicates(DuplicateIndex seen, Consumer<Finding> findings) implements Check.Inspection {
    public static Check.Inspection exact(Consumer<Finding> findings) {
        return new ExactDuplicates(new DuplicateIndex(ContentKey::exact), findings);
    }

    @Override
    public void look(Example example) {
        seen.firstOrRemember(example)
                .ifPresent(first -> findings.accept(Finding.of(
                        "duplicate_example",
                        Severity.WARNING,
                        MessageList.origin(example),
                        "The example repeats the one in " + first + ".",
                        "Drop it: repeated examples are trained on repeatedly.")));
    }
}
