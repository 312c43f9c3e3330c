package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.Severity;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds examples with the content of an earlier one. */
public final class ExactDuplicates implements Check, Noting {
    @Override
    public Inspection begin(Consumer<Finding> findings) {
        DuplicateIndex seen = new DuplicateIndex(ContentKey::exact);
        return example -> seen.firstOrRemember(example)
                .ifPresent(first -> findings.accept(repeated(MessageList.origin(example), first)));
    }

    @Override
    public Optional<Noting> noting() {
        return Optional.of(this);
    }

    @Override
    public void take(Example example, Consumer<Note> notes) {
        notes.accept(new Note(ContentKey.exact(example).topic(), MessageList.origin(example), ""));
    }

    @Override
    public Judgement judge(Consumer<Finding> findings) {
        return new Judgement() {
            private @Nullable Origin first;

            @Override
            public void look(Note note) {
                if (first == null) {
                    first = note.origin();
                } else {
                    findings.accept(repeated(note.origin(), first));
                }
            }
        };
    }

    private static Finding repeated(Origin origin, Origin first) {
        return Finding.of(
                "duplicate_example",
                Severity.WARNING,
                origin,
                "The example repeats the one in " + first + ".",
                "Drop it: repeated examples are trained on repeatedly.");
    }
}
