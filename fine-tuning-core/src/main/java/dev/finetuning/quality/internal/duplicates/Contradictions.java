package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Severity;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds questions that were asked before and are answered differently now. */
public record Contradictions(DuplicateIndex questions, DuplicateIndex wholes, Consumer<Finding> findings)
        implements Check.Inspection {
    public static Check.Inspection begin(Consumer<Finding> findings) {
        return new Contradictions(
                new DuplicateIndex(ContentKey::instructedQuestion),
                new DuplicateIndex(ContentKey::normalised),
                findings);
    }

    @Override
    public void look(Example example) {
        boolean repeated = wholes.firstOrRemember(example).isPresent();
        Optional<Origin> asked = questions.firstOrRemember(example);
        if (!repeated && asked.isPresent()) {
            findings.accept(Finding.of(
                    "contradictory_answers",
                    Severity.WARNING,
                    MessageList.origin(example),
                    "The same is asked at " + asked.get() + " and answered differently there.",
                    "Keep the better answer, or add what distinguishes the two."));
        }
    }
}
