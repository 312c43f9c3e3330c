package dev.finetuning.run.internal.stored;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalException;
import dev.finetuning.run.FineTuningRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that lists all runs, oldest first, and says which of them are over, so that nobody has to open the
 * streams of thousands of finished runs to find the few that are not. Thread-safe.
 */
final class RunIndex {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);
    private static final String STREAM = "runs";
    private static final String LISTED = "run.listed";
    private static final String OVER = "run.over";

    private final Journal journal;
    private final InstantSource time;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> unfinished = new LinkedHashSet<>();
    private final Map<String, Instant> over = new HashMap<>();
    private long size;

    RunIndex(Journal journal, InstantSource time) {
        this.journal = journal;
        this.time = time;
    }

    /**
     * What the stream says.
     *
     * @param ids all runs, oldest first
     * @param unfinished those not known to be over, oldest first
     * @param size how many entries say so
     */
    record Listing(List<String> ids, List<String> unfinished, long size) {}

    synchronized Listing listing() {
        readOn();
        return new Listing(List.copyOf(ids), List.copyOf(unfinished), size);
    }

    /** The runs not known to be over, and those over at or after an instant, oldest first. */
    synchronized List<String> unfinishedOrOverSince(Instant from) {
        readOn();
        return ids.stream()
                .filter(id -> {
                    Instant end = over.get(id);
                    return end == null || !end.isBefore(from);
                })
                .toList();
    }

    private void readOn() {
        size = journal.forEach(STREAM, size, this::take);
    }

    private void take(JournalEntry entry) {
        if (entry.type().equals(LISTED)) {
            ids.add(entry.body());
            unfinished.add(entry.body());
        } else if (entry.type().equals(OVER)) {
            unfinished.remove(entry.body());
            over.putIfAbsent(entry.body(), entry.at());
        }
    }

    /** Lists a run. */
    void list(String runId, long expectedSize) {
        append(LISTED, runId, expectedSize);
    }

    /** Notes that a run is over. Where that fails, whoever looks at the run next notes it again. */
    void over(String runId) {
        try {
            if (wasUnfinished(runId)) {
                append(OVER, runId, Journal.ANY_SIZE);
            }
        } catch (JournalException e) {
            LOG.debug("run {} is over, which its list does not say yet", runId, e);
        }
    }

    private synchronized boolean wasUnfinished(String runId) {
        readOn();
        return unfinished.remove(runId);
    }

    private void append(String type, String runId, long expectedSize) {
        journal.append(STREAM, expectedSize, List.of(new JournalEntry(type, time.instant(), runId)));
    }
}
