package dev.finetuning.run.internal.stored;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalException;
import dev.finetuning.run.FineTuningRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that lists all runs, oldest first, and says which of them are over, so that nobody has to open the
 * streams of thousands of finished runs to find the few that are not. It also says whose data is being stored, so that
 * what a process killed there has left can be found. Thread-safe.
 */
final class RunIndex {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);
    private static final String STREAM = "runs";
    private static final String LISTED = "run.listed";
    private static final String OVER = "run.over";
    private static final String PREPARING = "run.preparing";
    private static final String DISCARDED = "run.discarded";

    private final Journal journal;
    private final InstantSource time;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> unfinished = new LinkedHashSet<>();
    private final Map<String, Instant> over = new HashMap<>();
    private final Map<String, Preparation> preparing = new LinkedHashMap<>();
    private final LongSupplier sizeNow;
    private long size;
    private volatile @Nullable Listing latest;

    RunIndex(Journal journal, InstantSource time) {
        this.journal = journal;
        this.sizeNow = journal.sizeOf(STREAM);
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

    /** What the stream says now. Where it says nothing new, nobody waits for anybody. */
    Listing listing() {
        Listing known = latest;
        return known != null && known.size() == sizeNow.getAsLong() ? known : newListing();
    }

    private synchronized Listing newListing() {
        readOn();
        Listing now = new Listing(List.copyOf(ids), List.copyOf(unfinished), size);
        latest = now;
        return now;
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
            preparing.remove(entry.body());
        } else if (entry.type().equals(OVER)) {
            unfinished.remove(entry.body());
            over.putIfAbsent(entry.body(), entry.at());
        } else if (entry.type().equals(DISCARDED)) {
            preparing.remove(entry.body());
        } else if (entry.type().equals(PREPARING)) {
            Preparation prepared = Preparation.of(entry);
            preparing.put(prepared.runId(), prepared);
        }
    }

    /**
     * A run whose data was about to be stored.
     *
     * @param keyStream the stream that says which run a key has; empty for a run without a key
     */
    record Preparation(String runId, String keyStream, Instant at) {
        static Preparation of(JournalEntry entry) {
            String[] words = entry.body().split(" ", 2);
            return new Preparation(words[0], words.length > 1 ? words[1] : "", entry.at());
        }
    }

    /** Notes that a run's data is about to be stored. */
    void preparing(String runId, String keyStream) {
        append(PREPARING, (runId + " " + keyStream).strip(), Journal.ANY_SIZE);
    }

    /** Runs that were prepared before a time and never listed, as far as known here. */
    synchronized List<Preparation> abandoned(Instant before) {
        return preparing.values().stream()
                .filter(run -> run.at().isBefore(before))
                .toList();
    }

    /** Notes that nothing is left of a run that was prepared and is not listed. */
    void discarded(String runId) {
        append(DISCARDED, runId, Journal.ANY_SIZE);
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
