package dev.finetuning.format.reading;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.internal.threads.CarriedFailure;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record: exactly one of the three. A failure is thrown after all that came before it.
 *
 * @param <T> what was made of an example
 */
record Parsed<T>(
        @Nullable T made,
        @Nullable RejectedRecord rejected,
        @Nullable Throwable failure) {
    static <T> Parsed<T> of(ReadResult result, ExampleFormat format, Function<? super Example, ? extends T> work) {
        if (result instanceof RejectedRecord rejection) {
            return new Parsed<>(null, rejection, null);
        }
        try {
            Example example;
            try {
                example = format.read((SourceRecord) result);
            } catch (MalformedRecordException e) {
                return new Parsed<>(null, e.rejection(), null);
            }
            return new Parsed<>(work.apply(example), null, null);
        } catch (RuntimeException | Error e) {
            return new Parsed<>(null, null, e);
        }
    }

    /** The length of the plain contents; 0 where something else than an example was made. */
    long characters() {
        long characters = 0;
        List<Message> messages = made instanceof Example example ? example.messages() : List.of();
        for (int i = 0; i < messages.size(); i++) {
            characters += messages.get(i).content().orElse(null) instanceof Content.Text text
                    ? text.text().length()
                    : 0;
        }
        return characters;
    }

    void deliver(Consumer<? super T> onMade, Consumer<? super RejectedRecord> onRejected) {
        if (made != null) {
            onMade.accept(made);
        } else if (rejected != null) {
            onRejected.accept(rejected);
        } else {
            throw CarriedFailure.thrown(failure);
        }
    }
}
