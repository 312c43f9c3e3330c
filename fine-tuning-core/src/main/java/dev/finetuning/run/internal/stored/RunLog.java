package dev.finetuning.run.internal.stored;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.run.UnknownRunException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs in the journal: one stream each, and one that lists them. */
public final class RunLog {
    private static final String INDEX = "runs";
    private static final String INDEX_TYPE = "run.listed";

    private final Journal journal;
    private final InstantSource time;
    private final Set<String> over = ConcurrentHashMap.newKeySet();

    public RunLog(Journal journal, InstantSource time) {
        this.journal = journal;
        this.time = time;
    }

    /** Writes the beginning of a run. It is listed first, so that a run that exists is never unlisted. */
    public void create(String runId, RunEvent.Started started) {
        Instant now = time.instant();
        journal.append(INDEX, Journal.ANY_SIZE, List.of(new JournalEntry(INDEX_TYPE, now, runId)));
        journal.append(stream(runId), 0, List.of(RunJson.write(started, now)));
    }

    /** All runs that exist, oldest first. */
    public List<RunState> all() {
        return ids().stream().map(this::find).flatMap(Optional::stream).toList();
    }

    /** The runs that are not over, oldest first. Those that are known to be over are not read again. */
    public List<RunState> unfinished() {
        List<RunState> unfinished = new ArrayList<>();
        for (String id : ids()) {
            Optional<RunState> state = over.contains(id) ? Optional.empty() : find(id);
            state.ifPresent(run -> {
                if (run.status().terminal()) {
                    over.add(id);
                } else {
                    unfinished.add(run);
                }
            });
        }
        return unfinished;
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
        journal.forEach(stream, 0, entry -> state.apply(RunJson.read(stream, state.size(), entry), entry.at()));
        return state.size() == 0 ? Optional.empty() : Optional.of(state);
    }

    /**
     * Adds events to a run that still stands as it was loaded; the state then holds them.
     *
     * @throws dev.finetuning.journal.JournalConflictException if somebody else added something meanwhile
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
