package dev.finetuning.console.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.console.input.Fields;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A stream of a tenant's journal whose entries have named texts. Thread-safe. */
final class TextLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Journal journal;
    private final String stream;
    private final InstantSource clock;

    TextLog(Journal journal, String stream, InstantSource clock) {
        this.journal = journal;
        this.stream = stream;
        this.clock = clock;
    }

    /**
     * Something that was noted.
     *
     * @param type what kind of thing
     * @param fields the texts
     * @param at when
     */
    record Entry(String type, Fields fields, Instant at) {}

    /** Notes something. */
    void add(String type, Map<String, String> texts) {
        append(type, texts, Journal.ANY_SIZE);
    }

    /** Notes something, unless something else was noted since; says whether it did. */
    boolean add(String type, Map<String, String> texts, long expectedSize) {
        try {
            append(type, texts, expectedSize);
            return true;
        } catch (JournalConflictException e) {
            return false;
        }
    }

    private void append(String type, Map<String, String> texts, long expectedSize) {
        try {
            String body = JSON.writeValueAsString(texts);
            journal.append(stream, expectedSize, List.of(new JournalEntry(type, clock.instant(), body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    /** Gives what was noted from a place on; returns the place after the last of it. */
    long read(long from, Consumer<Entry> consumer) {
        return journal.forEach(stream, from, entry -> consumer.accept(entry(entry)));
    }

    /** A supplier of how much has been noted. */
    LongSupplier size() {
        return journal.sizeOf(stream);
    }

    private Entry entry(JournalEntry entry) {
        try {
            Map<String, String> texts = JSON.readValue(entry.body(), new TypeReference<>() {});
            return new Entry(entry.type(), Fields.of(texts), entry.at());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of the stream " + stream + " cannot be read", e);
        }
    }
}
