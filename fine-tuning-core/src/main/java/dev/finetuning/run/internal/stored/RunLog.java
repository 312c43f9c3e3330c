package dev.finetuning.run.internal.stored;

import dev.finetuning.internal.content.Sha256;
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
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs in the journal: one stream each, and one that lists them and says which are over. */
public final class RunLog {
    private static final String KEY_TYPE = "run.keyed";

    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    private final Journal journal;
    private final InstantSource time;
    private final RunIndex index;

    public RunLog(Journal journal, InstantSource time) {
        this.journal = journal;
        this.time = time;
        index = new RunIndex(journal, time);
    }

    /** Writes the beginning of a run. The run exists once it is listed, which is written last. */
    public void create(String runId, RunEvent.Started started) {
        begin(runId, started);
        index.list(runId, Journal.ANY_SIZE);
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
            RunIndex.Listing listing = index.listing();
            Optional<String> unfinished = newestUnfinished(listing, alike);
            if (unfinished.isPresent()) {
                return unfinished.get();
            }
            if (!begun) {
                begin(runId, started);
                begun = true;
            }
            try {
                index.list(runId, listing.size());
                return runId;
            } catch (JournalConflictException e) {
                // another run was listed meanwhile, which may be the same one, or a run ended
                LOG.debug("the list of runs has changed before {} was listed; looking again", runId);
            }
        }
    }

    /**
     * Writes the beginning of a run under a key, unless there is a run under it. Whose id is first in the key's
     * stream has won; a crash before that run was listed is made up for by whoever comes next.
     *
     * @return the run that was begun, or the one that was there
     */
    public String createAs(String key, String runId, RunEvent.Started started) {
        begin(runId, started);
        try {
            journal.append(keyStream(key), 0, List.of(new JournalEntry(KEY_TYPE, time.instant(), runId)));
        } catch (JournalConflictException e) {
            LOG.debug("somebody started a run under the same key before {}", runId);
        }
        return startedAs(key).orElseThrow();
    }

    /** The run under a key, listed by now; empty where none was begun under it. */
    public Optional<String> startedAs(String key) {
        List<String> first = new ArrayList<>();
        journal.forEach(keyStream(key), 0, entry -> first.add(entry.body()));
        first.stream().limit(1).forEach(this::listUnlessListed);
        return first.stream().findFirst();
    }

    private void listUnlessListed(String runId) {
        while (true) {
            RunIndex.Listing listing = index.listing();
            if (listing.ids().contains(runId)) {
                return;
            }
            try {
                index.list(runId, listing.size());
                return;
            } catch (JournalConflictException e) {
                LOG.debug("another run was listed before {}; looking again", runId);
            }
        }
    }

    private static String keyStream(String key) {
        return "run-key:" + Sha256.hex(key);
    }

    /** The newest of the unfinished runs that are like this. */
    public Optional<String> newestUnfinished(Predicate<RunState> alike) {
        return newestUnfinished(index.listing(), alike);
    }

    private Optional<String> newestUnfinished(RunIndex.Listing listing, Predicate<RunState> alike) {
        List<String> ids = listing.unfinished();
        for (int i = ids.size() - 1; i >= 0; i--) {
            Optional<RunState> run = find(ids.get(i));
            if (run.filter(state -> state.status().terminal()).isPresent()) {
                index.over(ids.get(i));
            } else if (run.filter(alike).isPresent()) {
                return Optional.of(ids.get(i));
            }
        }
        return Optional.empty();
    }

    private void begin(String runId, RunEvent.Started started) {
        journal.append(stream(runId), 0, List.of(RunJson.write(started, time.instant())));
    }

    /** All runs that exist, oldest first. */
    public List<RunState> all() {
        return index.listing().ids().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The runs that are not over, and those that were over at or after an instant, oldest first. Others are not read. */
    public List<RunState> unfinishedOrOverSince(Instant from) {
        return index.unfinishedOrOverSince(from).stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The ids of runs that are not known to be over, oldest first. None of them is read. */
    public List<String> unfinishedIds() {
        return index.listing().unfinished();
    }

    /** Whether there is nothing to do for a listed run. One that is over is not read again. */
    public boolean isOver(String runId) {
        Optional<RunState> state = find(runId);
        boolean terminal = state.filter(run -> run.status().terminal()).isPresent();
        if (terminal) {
            index.over(runId);
        }
        return terminal || state.isEmpty();
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
        if (state.status().terminal()) {
            index.over(state.id());
        }
        return state;
    }

    private static String stream(String runId) {
        return "run:" + runId;
    }
}
