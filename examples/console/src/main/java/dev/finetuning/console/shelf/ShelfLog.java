package dev.finetuning.console.shelf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The datasets of a tenant as they are in the journal. Thread-safe. */
final class ShelfLog {
    private static final String STREAM = "datasets";
    private static final String BEGUN_STREAM = "datasets-begun";
    private static final String BEGUN = "dataset.begun";
    private static final String ADDED = "dataset.added";
    private static final String REVISED = "dataset.revised";
    private static final String DELETED = "dataset.deleted";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Journal journal;
    private final Map<String, StoredDataset> datasets = new LinkedHashMap<>();
    private final LongSupplier sizeNow;
    private long read;
    private volatile Known known = new Known(0, Map.of());

    ShelfLog(Journal journal) {
        this.journal = journal;
        this.sizeNow = journal.sizeOf(STREAM);
    }

    /** What a journal of so many entries says. */
    private record Known(long size, Map<String, StoredDataset> datasets) {}

    /** What is in the journal now, oldest first. Where that is nothing new, nobody waits for anybody. */
    Map<String, StoredDataset> datasets() {
        Known now = known;
        return (now.size() == sizeNow.getAsLong() ? now : readOn()).datasets();
    }

    private synchronized Known readOn() {
        read = journal.forEach(STREAM, read, this::apply);
        Known now = new Known(read, Collections.unmodifiableMap(new LinkedHashMap<>(datasets)));
        known = now;
        return now;
    }

    /** From now on there may be a file of a dataset, which is only there once it is {@linkplain #added added}. */
    void begins(String id, Instant at) {
        journal.append(BEGUN_STREAM, Journal.ANY_SIZE, List.of(new JournalEntry(BEGUN, at, id)));
    }

    /** The ids of all datasets that were begun, whether they were added or not. */
    Set<String> begun() {
        Set<String> ids = new HashSet<>();
        journal.forEach(BEGUN_STREAM, 0, entry -> ids.add(entry.body()));
        return ids;
    }

    void added(StoredDataset dataset) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", dataset.id());
        body.put("name", dataset.name());
        body.put("description", dataset.description());
        body.put("from", dataset.reading().from());
        body.put("reasons", dataset.reading().reasons());
        body.put("rejected", dataset.reading().rejected());
        body.put("rejections", dataset.reading().rejections());
        body.put("revision", stored(dataset.first()));
        append(ADDED, dataset.first().at(), body, Journal.ANY_SIZE);
    }

    /**
     * Adds a revision. Those of datasets may have been written at the same time; the first counts.
     *
     * @param before the dataset without it
     * @throws RefusedException if the dataset has been changed or deleted meanwhile
     * @throws dev.finetuning.journal.JournalConflictException if another process adds something at this moment
     */
    synchronized void revised(StoredDataset before, DatasetRevision revision) {
        StoredDataset now = readOn().datasets().get(before.id());
        if (now == null) {
            throw RefusedException.notFound("dataset");
        }
        now.requireCurrent(before.current().number());
        append(REVISED, revision.at(), Map.of("id", before.id(), "revision", stored(revision)), read);
    }

    void deleted(String id, String by, Instant at) {
        append(DELETED, at, Map.of("id", id, "by", by), Journal.ANY_SIZE);
    }

    private void append(String type, Instant at, Map<String, Object> body, long expected) {
        try {
            journal.append(STREAM, expected, List.of(new JournalEntry(type, at, JSON.writeValueAsString(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }

    private void apply(JournalEntry entry) {
        StoredEntry body;
        try {
            body = JSON.readValue(entry.body(), StoredEntry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of the stream " + STREAM + " cannot be read", e);
        }
        switch (entry.type()) {
            case ADDED -> datasets.put(body.id(), body.dataset(entry.at()));
            case REVISED ->
                datasets.computeIfPresent(
                        body.id(), (id, before) -> before.with(body.revision().at(entry.at())));
            case DELETED -> datasets.remove(body.id());
            default -> throw new IllegalStateException("unknown entry: " + entry.type());
        }
    }

    private static Map<String, Object> stored(DatasetRevision revision) {
        RevisionContents contents = revision.contents();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("number", revision.number());
        fields.put("file", revision.file());
        fields.put("by", revision.by());
        fields.put("why", revision.why());
        fields.put("kind", contents.kind());
        fields.put("examples", contents.examples());
        fields.put("validated", contents.validated());
        fields.put("bytes", contents.bytes());
        fields.put("fingerprint", contents.fingerprint());
        return fields;
    }
}
