package dev.finetuning.retraining;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import dev.finetuning.run.internal.stored.StoredExample;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.RejectedRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The examples that were handed in, in a stream of the journal. Memory holds an index, and no example. Thread-safe.
 */
final class ExampleQueue {
    private static final String QUEUED = "example.queued";
    private static final int PAGE = 100;

    private final Journal journal;
    private final String stream;
    private final Refusals refusals;
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
        refusals = new Refusals(journal, name);
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
        List<Refusals.Refused> refused = new ArrayList<>();
        Set<Fingerprint> own = new HashSet<>();
        Instant now = time.instant();
        for (Example raw : examples) {
            Example example = prepare.apply(raw);
            Fingerprint content = Fingerprint.of(example);
            List<Finding> findings = findings(example);
            List<String> errors = findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::code)
                    .distinct()
                    .toList();
            if (!errors.isEmpty()) {
                if (own.add(content)) {
                    refused.add(new Refusals.Refused(content, example, errors));
                }
                receipts.add(new Receipt(Receipt.Outcome.REJECTED, findings));
            } else if (!own.add(content) || isKnown(content)) {
                receipts.add(new Receipt(Receipt.Outcome.KNOWN, findings));
            } else {
                accepted.add(new JournalEntry(QUEUED, now, StoredExample.line(example)));
                receipts.add(new Receipt(Receipt.Outcome.QUEUED, findings));
            }
        }
        refusals.add(refused, now);
        if (!accepted.isEmpty()) {
            journal.append(stream, Journal.ANY_SIZE, accepted);
        }
        return receipts;
    }

    /** Stores all examples of a source, some at a time; returns the records that are none. */
    List<RejectedRecord> add(RecordSource source, ExampleFormat format) {
        List<Example> batch = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        ExampleReader.of(source, format)
                .forEach(
                        example -> {
                            batch.add(example);
                            if (batch.size() == PAGE) {
                                add(batch);
                                batch.clear();
                            }
                        },
                        rejected::add);
        add(batch);
        return rejected;
    }

    /** Those that were refused. */
    Refusals refusals() {
        return refusals;
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

    /** The examples with numbers in a range, each content once, in memory. */
    List<Example> examples(long from, long before) {
        List<Example> found = new ArrayList<>();
        each(from, before).forEachRemaining(queued -> found.add(queued.example()));
        return found;
    }

    /** The examples with numbers in a range, each content once, read from the journal as they are asked for. */
    Iterator<Queued> each(long from, long before) {
        return new Pages(from, Math.min(before, size()));
    }

    private final class Pages implements Iterator<Queued> {
        private final Deque<Queued> page = new ArrayDeque<>();
        private final long end;
        private long next;

        Pages(long from, long end) {
            this.next = from;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && next < end) {
                for (JournalEntry entry : journal.read(stream, next, (int) Math.min(PAGE, end - next))) {
                    if (isFirst(next)) {
                        page.add(new Queued(next, entry.at(), example(stream, next, entry.body())));
                    }
                    next++;
                }
            }
            return !page.isEmpty();
        }

        @Override
        public Queued next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.remove();
        }
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

    static Example example(String where, long number, String line) {
        try {
            return StoredExample.ofLine(where, line);
        } catch (IllegalArgumentException e) {
            throw new CorruptJournalException(where, where, number, "an example is not readable", e);
        }
    }
}
