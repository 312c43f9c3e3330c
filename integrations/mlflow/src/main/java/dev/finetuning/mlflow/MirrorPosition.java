package dev.finetuning.mlflow;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * How much of the registry's history a server has been shown, in the journal.
 *
 * @param size how many entries the stream has
 * @param events how many events of the history were shown
 */
record MirrorPosition(long size, long events) {
    private static final String TYPE = "mlflow.mirrored";
    private static final String EVENTS = "events";

    /** The last position in a stream. */
    static MirrorPosition in(Journal journal, String stream) {
        long size = journal.size(stream);
        return size == 0
                ? new MirrorPosition(0, 0)
                : new MirrorPosition(
                        size, events(journal.read(stream, size - 1, 1).get(0), stream));
    }

    private static long events(JournalEntry entry, String stream) {
        try {
            return WireObject.parse(entry.body().getBytes(StandardCharsets.UTF_8))
                    .integer(EVENTS)
                    .orElse(0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "an entry of the journal's stream " + stream + " is not JSON: someone else writes to it", e);
        }
    }

    /** Stores that more was shown; false if another process has stored something meanwhile. */
    boolean advance(Journal journal, String stream, long shown, InstantSource clock) {
        if (shown == events) {
            return journal.size(stream) == size;
        }
        String body = WireObject.of(Map.of(EVENTS, shown)).json();
        try {
            journal.append(stream, size, List.of(new JournalEntry(TYPE, clock.instant(), body)));
            return true;
        } catch (JournalConflictException e) {
            return false;
        }
    }
}
