package dev.finetuning.retraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.run.internal.stored.StoredExample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The examples that were handed in and that the checks refused, in a stream of the journal, each content once. Memory
 * holds an index. Thread-safe.
 */
final class Refusals {
    private static final String REJECTED = "example.rejected";

    private final Journal journal;
    private final String stream;
    private final ExampleIndex index = new ExampleIndex();
    private long read;

    Refusals(Journal journal, String name) {
        this.journal = journal;
        stream = "retraining-rejects:" + name;
    }

    /** An example that may be added. */
    record Refused(Fingerprint content, Example example, List<String> reasons) {}

    /** Adds those that are new. */
    void add(List<Refused> refused, Instant now) {
        List<JournalEntry> entries = new ArrayList<>();
        for (Refused each : refused) {
            if (!contains(each.content())) {
                ObjectNode body = StoredJson.object().put("example", StoredExample.line(each.example()));
                StoredJson.put(body, "reasons", each.reasons());
                entries.add(new JournalEntry(REJECTED, now, StoredJson.write(body)));
            }
        }
        if (!entries.isEmpty()) {
            journal.append(stream, Journal.ANY_SIZE, entries);
        }
    }

    private synchronized boolean contains(Fingerprint content) {
        readOn();
        return index.contains(content);
    }

    /** How many there are. */
    synchronized int count() {
        readOn();
        return index.from(0);
    }

    /** So many of the latest, oldest first. */
    synchronized List<RejectedExample> latest(int most) {
        readOn();
        List<RejectedExample> latest = new ArrayList<>();
        long[] next = {index.latest(most)};
        journal.forEach(stream, next[0], entry -> {
            if (index.isFirst(next[0])) {
                latest.add(example(next[0], entry));
            }
            next[0]++;
        });
        return latest;
    }

    private void readOn() {
        read = journal.forEach(stream, read, entry -> {
            long number = read++;
            index.take(number, entry.at(), Fingerprint.of(example(number, entry).example()));
        });
    }

    private RejectedExample example(long number, JournalEntry entry) {
        JsonNode body = StoredJson.parse(entry.body());
        return new RejectedExample(
                ExampleQueue.example(stream, number, StoredJson.text(body, "example")),
                entry.at(),
                StoredJson.list(body, "reasons", reason -> reason.asText()));
    }
}
