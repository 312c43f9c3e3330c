package dev.finetuning.retraining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import dev.finetuning.run.internal.stored.StoredExample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The examples that were handed in, in a stream of the journal, and those that were refused, in another. Memory holds
 * an index, and no example. Thread-safe.
 */
final class ExampleQueue {
    private static final String QUEUED = "example.queued";
    private static final String REJECTED = "example.rejected";
    private static final int PAGE = 100;

    private final Journal journal;
    private final String stream;
    private final String rejects;
    private final Checks checks;
    private final UnaryOperator<Example> prepare;
    private final InstantSource time;
    private final ExampleIndex index = new ExampleIndex();
    private long read;

    ExampleQueue(Journal journal, String name, Checks checks, UnaryOperator<Example> prepare, InstantSource time) {
        this.journal = journal;
        this.checks = checks;
        this.prepare = prepare;
        this.time = time;
        stream = "retraining-examples:" + name;
        rejects = "retraining-rejects:" + name;
    }

    /**
     * An example of the queue. Of equal ones only the first is kept.
     *
     * @param number its number in the stream
     */
    record Queued(long number, Instant at, Example example) {}

    /** Stores examples; when it returns, each is on disk. */
    List<Receipt> add(List<? extends Example> examples) {
        List<Receipt> receipts = new ArrayList<>();
        List<JournalEntry> accepted = new ArrayList<>();
        List<JournalEntry> refused = new ArrayList<>();
        Set<Fingerprint> own = new HashSet<>();
        Instant now = time.instant();
        for (Example raw : examples) {
            Example example = prepare.apply(raw);
            List<Finding> findings = findings(example);
            List<String> errors = findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::code)
                    .distinct()
                    .toList();
            if (!errors.isEmpty()) {
                refused.add(new JournalEntry(REJECTED, now, rejection(example, errors)));
                receipts.add(new Receipt(Receipt.Outcome.REJECTED, findings));
            } else if (!own.add(Fingerprint.of(example)) || isKnown(Fingerprint.of(example))) {
                receipts.add(new Receipt(Receipt.Outcome.KNOWN, findings));
            } else {
                accepted.add(new JournalEntry(QUEUED, now, StoredExample.line(example)));
                receipts.add(new Receipt(Receipt.Outcome.QUEUED, findings));
            }
        }
        append(rejects, refused);
        append(stream, accepted);
        return receipts;
    }

    private void append(String where, List<JournalEntry> entries) {
        if (!entries.isEmpty()) {
            journal.append(where, Journal.ANY_SIZE, entries);
        }
    }

    private List<Finding> findings(Example example) {
        List<Finding> findings = new ArrayList<>();
        // what checks say at the end is about a dataset, which one example is not
        checks.begin(findings::add).look(example);
        return List.copyOf(findings);
    }

    private synchronized boolean isKnown(Fingerprint fingerprint) {
        readOn();
        return index.contains(fingerprint);
    }

    /** How many entries the stream has by now. */
    synchronized long size() {
        readOn();
        return read;
    }

    /** How many examples have this number or a later one, each content once. */
    synchronized int waiting(long from) {
        readOn();
        return index.from(from);
    }

    /** When the oldest example with this number or a later one was handed in. */
    synchronized Optional<Instant> oldest(long from) {
        readOn();
        return index.from(from) == 0 ? Optional.empty() : Optional.of(index.firstAt(from));
    }

    /** The examples with numbers in a range, each content once, read from the journal. */
    List<Queued> between(long from, long before) {
        long end = Math.min(before, size());
        List<Queued> found = new ArrayList<>();
        for (long next = from; next < end; ) {
            List<JournalEntry> page = journal.read(stream, next, (int) Math.min(PAGE, end - next));
            for (JournalEntry entry : page) {
                if (isFirst(next)) {
                    found.add(new Queued(next, entry.at(), example(stream, next, entry.body())));
                }
                next++;
            }
        }
        return found;
    }

    private synchronized boolean isFirst(long number) {
        return index.isFirst(number);
    }

    private void readOn() {
        read = journal.forEach(stream, read, entry -> {
            long number = read++;
            if (!entry.type().equals(QUEUED)) {
                throw new LaterEntryException(stream, entry.type());
            }
            index.take(number, entry.at(), Fingerprint.of(example(stream, number, entry.body())));
        });
    }

    /** The examples that the checks refused, oldest first. */
    List<RejectedExample> rejected() {
        List<RejectedExample> all = new ArrayList<>();
        journal.forEach(rejects, 0, entry -> {
            var body = StoredJson.parse(entry.body());
            all.add(new RejectedExample(
                    example(rejects, all.size(), StoredJson.text(body, "example")),
                    entry.at(),
                    StoredJson.list(body, "reasons", reason -> reason.asText())));
        });
        return all;
    }

    private static String rejection(Example example, List<String> errors) {
        ObjectNode body = StoredJson.object().put("example", StoredExample.line(example));
        StoredJson.put(body, "reasons", errors);
        return StoredJson.write(body);
    }

    private static Example example(String where, long number, String line) {
        try {
            return StoredExample.ofLine(where, line);
        } catch (IllegalArgumentException e) {
            throw new CorruptJournalException(where, where, number, "an example is not readable", e);
        }
    }
}
