package dev.finetuning.format.reading;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of one record: exactly one of the three. A failure is thrown after all that came before it. */
record Parsed(
        @Nullable Example example,
        @Nullable RejectedRecord rejected,
        @Nullable RuntimeException failure) {
    static Parsed of(ReadResult result, ExampleFormat format) {
        if (result instanceof RejectedRecord rejection) {
            return new Parsed(null, rejection, null);
        }
        try {
            return new Parsed(format.read((SourceRecord) result), null, null);
        } catch (MalformedRecordException e) {
            return new Parsed(null, e.rejection(), null);
        } catch (RuntimeException e) {
            return new Parsed(null, null, e);
        }
    }

    /** The length of the plain contents. */
    long characters() {
        long characters = 0;
        List<Message> messages = example == null ? List.of() : example.messages();
        for (int i = 0; i < messages.size(); i++) {
            characters += messages.get(i).content().orElse(null) instanceof Content.Text text
                    ? text.text().length()
                    : 0;
        }
        return characters;
    }

    void deliver(Consumer<? super Example> onExample, Consumer<? super RejectedRecord> onRejected) {
        if (example != null) {
            onExample.accept(example);
        } else if (rejected != null) {
            onRejected.accept(rejected);
        } else if (failure != null) {
            throw failure;
        }
    }
}
