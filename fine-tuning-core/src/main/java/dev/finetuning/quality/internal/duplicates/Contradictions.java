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

/** Finds questions that were asked before and are answered differently now. */
public final class Contradictions implements Check, Noting {
    @Override
    public Inspection begin(Consumer<Finding> findings) {
        DuplicateIndex questions = new DuplicateIndex(ContentKey::instructedQuestion);
        DuplicateIndex wholes = new DuplicateIndex(ContentKey::normalised);
        return example -> {
            boolean repeated = wholes.firstOrRemember(example).isPresent();
            Optional<Origin> asked = questions.firstOrRemember(example);
            if (!repeated && asked.isPresent()) {
                findings.accept(contradiction(MessageList.origin(example), asked.get()));
            }
        };
    }

    @Override
    public Optional<Noting> noting() {
        return Optional.of(this);
    }

    /** Examples that say the same ask the same, so that all of them come under one topic. */
    @Override
    public void take(Example example, Consumer<Note> notes) {
        ContentKey question = ContentKey.instructedQuestion(example);
        if (question != null) {
            notes.accept(new Note(
                    question.topic(),
                    MessageList.origin(example),
                    ContentKey.normalised(example).topic()));
        }
    }

    @Override
    public Judgement judge(Consumer<Finding> findings) {
        Set<String> wholes = new HashSet<>();
        return new Judgement() {
            private @Nullable Origin first;

            @Override
            public void look(Note note) {
                boolean another = wholes.add(note.text());
                if (first == null) {
                    first = note.origin();
                } else if (another) {
                    findings.accept(contradiction(note.origin(), first));
                }
            }
        };
    }

    private static Finding contradiction(Origin origin, Origin asked) {
        return Finding.of(
                "contradictory_answers",
                Severity.WARNING,
                origin,
                "The same is asked at " + asked + " and answered differently there.",
                "Keep the better answer, or add what distinguishes the two.");
    }
}
