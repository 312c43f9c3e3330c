package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.Severity;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds examples that differ from an earlier one only in case, punctuation or spacing. */
public final class NormalisedDuplicates implements Check, Noting {
    @Override
    public Inspection begin(Consumer<Finding> findings) {
        DuplicateIndex exact = new DuplicateIndex(ContentKey::exact);
        DuplicateIndex normalised = new DuplicateIndex(ContentKey::normalised);
        return example -> {
            if (exact.firstOrRemember(example).isEmpty()) {
                normalised
                        .firstOrRemember(example)
                        .ifPresent(first -> findings.accept(repeated(MessageList.origin(example), first)));
            }
        };
    }

    @Override
    public Optional<Noting> noting() {
        return Optional.of(this);
    }

    @Override
    public void take(Example example, Consumer<Note> notes) {
        notes.accept(new Note(
                ContentKey.normalised(example).topic(),
                MessageList.origin(example),
                ContentKey.exact(example).topic()));
    }

    @Override
    public Judgement judge(Consumer<Finding> findings) {
        Set<String> wordings = new HashSet<>();
        return new Judgement() {
            private @Nullable Origin first;

            @Override
            public void look(Note note) {
                boolean another = wordings.add(note.text());
                if (first == null) {
                    first = note.origin();
                } else if (another) {
                    findings.accept(repeated(note.origin(), first));
                }
            }
        };
    }

    private static Finding repeated(Origin origin, Origin first) {
        return Finding.of(
                "near_identical_example",
                Severity.WARNING,
                origin,
                "Apart from case, punctuation and spacing the example repeats the one in " + first + ".",
                "Keep one of them.");
    }
}
