package dev.finetuning.run.internal.stored;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.UnknownRunException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs in the journal: one stream each, and one that lists them. */
public final class RunLog {
    private static final String INDEX = "runs";
    private static final String INDEX_TYPE = "run.listed";

    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    private final Journal journal;
    private final InstantSource time;
    private final Set<String> over = ConcurrentHashMap.newKeySet();

    public RunLog(Journal journal, InstantSource time) {
        this.journal = journal;
        this.time = time;
    }

    /** Writes the beginning of a run. The run exists once it is listed, which is written last. */
    public void create(String runId, RunEvent.Started started) {
        begin(runId, started);
        list(runId, Journal.ANY_SIZE);
    }

    /**
     * Writes the beginning of a run, unless one like it is unfinished.
     *
     * @param alike which runs are like it
     * @return the run that was begun, or the newest unfinished one like it
     */
    public String createUnless(Predicate<RunState> alike, String runId, RunEvent.Started started) {
        boolean begun = false;
        while (true) {
            List<String> listed = ids();
            Optional<String> unfinished = newestUnfinished(listed, alike);
            if (unfinished.isPresent()) {
                return unfinished.get();
            }
            if (!begun) {
                begin(runId, started);
                begun = true;
            }
            try {
                list(runId, listed.size());
                return runId;
            } catch (JournalConflictException e) {
                // another run was listed meanwhile; it may be the same one
                LOG.debug("another run was listed before {}; looking again", runId);
            }
        }
    }

    /** The newest of the unfinished runs that are like this. */
    public Optional<String> newestUnfinished(Predicate<RunState> alike) {
        return newestUnfinished(ids(), alike);
    }

    private Optional<String> newestUnfinished(List<String> listed, Predicate<RunState> alike) {
        for (int i = listed.size() - 1; i >= 0; i--) {
            String id = listed.get(i);
            if (!over.contains(id)
                    && find(id).filter(run -> !run.status().terminal())
                            .filter(alike)
                            .isPresent()) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    private void begin(String runId, RunEvent.Started started) {
        journal.append(stream(runId), 0, List.of(RunJson.write(started, time.instant())));
    }

    private void list(String runId, long expectedSize) {
        journal.append(INDEX, expectedSize, List.of(new JournalEntry(INDEX_TYPE, time.instant(), runId)));
    }

    /** All runs that exist, oldest first. */
    public List<RunState> all() {
        return ids().stream().map(this::find).flatMap(Optional::stream).toList();
    }

    /** The ids of runs that are not known to be over, oldest first. None of them is read. */
    public List<String> unfinishedIds() {
        return ids().stream().filter(id -> !over.contains(id)).toList();
    }

    /** Whether there is nothing to do for a listed run. One that is over is not read again. */
    public boolean isOver(String runId) {
        Optional<RunState> state = find(runId);
        boolean terminal = state.filter(run -> run.status().terminal()).isPresent();
        if (terminal) {
            over.add(runId);
        }
        return terminal || state.isEmpty();
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        journal.forEach(INDEX, 0, entry -> ids.add(entry.body()));
        return ids;
    }

    /**
     * A run as it stands.
     *
     * @throws UnknownRunException if there is no such run
     */
    public RunState load(String runId) {
        return find(runId).orElseThrow(() -> new UnknownRunException(runId));
    }

    /** A run as it stands, if there is such a run. */
    public Optional<RunState> find(String runId) {
        RunState state = new RunState(runId);
        String stream = stream(runId);
        journal.forEach(
                stream,
                0,
                entry -> RunJson.read(stream, state.size(), entry)
                        .ifPresentOrElse(
                                event -> state.apply(event, entry.at()),
                                () -> state.applyLater(entry.type(), entry.at())));
        return state.size() == 0 ? Optional.empty() : Optional.of(state);
    }

    /**
     * Adds events to a run that still stands as it was loaded; the state then holds them.
     *
     * @throws dev.finetuning.journal.JournalConflictException if another process added something meanwhile
     */
    public RunState append(RunState state, RunEvent... events) {
        Instant now = time.instant();
        List<JournalEntry> entries = new ArrayList<>();
        for (RunEvent event : events) {
            entries.add(RunJson.write(event, now));
        }
        journal.append(stream(state.id()), state.size(), entries);
        for (RunEvent event : events) {
            state.apply(event, now);
        }
        return state;
    }

    private static String stream(String runId) {
        return "run:" + runId;
    }
}
