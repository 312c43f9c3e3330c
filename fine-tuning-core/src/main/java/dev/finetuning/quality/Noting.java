package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a check judges examples together that lie on several machines. Each machine takes notes on its examples.
 * Notes on one topic come together in one place, in the order of the examples, and are judged there. Immutable and
 * thread-safe; what is remembered from note to note belongs to a {@link Judgement}.
 *
 * <p>The topic decides how much can be done at once. A check for duplicates takes the content's hash as the topic;
 * one about the dataset as a whole has a single topic, so all of its notes pass through one place and should be
 * short.
 */
public interface Noting {
    /**
     * Takes notes on an example: none, one or several. What it takes depends on nothing but the example.
     *
     * @param example its origin always has a row
     */
    void take(Example example, Consumer<Note> notes);

    /** Begins to judge the notes on one topic. Without any note, one judgement is begun and ended. */
    Judgement judge(Consumer<Finding> findings);

    /**
     * A note. Notes may be written to temporary files on their way; a hash serves for comparing and discloses
     * nothing.
     *
     * @param topic what it is judged together with
     * @param origin where the example came from
     * @param text what else has to be known of the example
     */
    record Note(String topic, Origin origin, String text) {}

    /** The judgement on one topic. Not thread-safe. */
    @FunctionalInterface
    interface Judgement {
        /** Looks at the next note, in the order of the examples. A finding made here is about its example. */
        void look(Note note);

        /** Called after the last note, to report findings about all of them. */
        default void end() {}
    }

    /** Short notes on all examples, on a single topic. */
    static Noting ofAll(Function<Example, String> text, Function<Consumer<Finding>, Judgement> judge) {
        return new Noting() {
            @Override
            public void take(Example example, Consumer<Note> notes) {
                notes.accept(new Note("", MessageList.origin(example), text.apply(example)));
            }

            @Override
            public Judgement judge(Consumer<Finding> findings) {
                return judge.apply(findings);
            }
        };
    }
}
