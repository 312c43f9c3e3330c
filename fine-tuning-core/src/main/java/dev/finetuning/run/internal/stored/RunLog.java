package dev.finetuning.run.internal.stored;

import dev.finetuning.internal.content.Sha256;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.UnknownRunException;
import java.time.Duration;
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
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    private final Journal journal;
    private final InstantSource time;
    private final RunData data;
    private final RunIndex index;

    public RunLog(Journal journal, InstantSource time, RunData data) {
        this.journal = journal;
        this.time = time;
        this.data = data;
        index = new RunIndex(journal, time);
    }

    /** Notes that a run's data is about to be stored: if nothing follows within a day, it can be removed. */
    public void preparing(String runId) {
        index.preparing(runId, "");
    }

    /** The same for a run under a key. */
    public void preparing(String runId, String key) {
        index.preparing(runId, keyStream(key));
    }

    /**
     * Writes the beginning of a run, whose data is stored by now. The run exists once it is listed, which is written
     * last.
     */
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
                discard(runId);
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
        String first = startedAs(key).orElseThrow();
        if (!first.equals(runId)) {
            discard(runId);
        }
        return first;
    }

    /** Whether the run of a reserved id was begun; if so, it is listed by now, even if a crash prevented that. */
    public boolean begun(String runId) {
        boolean begun = journal.size(stream(runId)) > 0;
        if (begun) {
            listUnlessListed(runId);
        }
        return begun;
    }

    /**
     * Writes the beginning of a run under a reserved id, unless another process has done so meanwhile, with the same
     * data.
     *
     * @return whether none has
     */
    public boolean createReserved(String runId, RunEvent.Started started) {
        boolean first = true;
        try {
            begin(runId, started);
        } catch (JournalConflictException e) {
            LOG.debug("somebody has begun the run {} meanwhile", runId);
            first = false;
        }
        listUnlessListed(runId);
        return first;
    }

    /** The run under a key, listed by now; empty where none was begun under it. */
    public Optional<String> startedAs(String key) {
        Optional<String> first = firstIn(keyStream(key));
        first.ifPresent(this::listUnlessListed);
        return first;
    }

    private Optional<String> firstIn(String keyStream) {
        return journal.read(keyStream, 0, 1).stream().map(JournalEntry::body).findFirst();
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
                over(ids.get(i));
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
        List<String> unfinished = index.listing().unfinished();
        removeAbandoned();
        return unfinished;
    }

    /**
     * Ends what a killed process left half begun: its data is removed, unless its key says that it is a run, which is
     * listed then.
     */
    private void removeAbandoned() {
        for (RunIndex.Preparation run : index.abandoned(time.instant().minus(ABANDONED_AFTER))) {
            boolean keyed = !run.keyStream().isEmpty()
                    && firstIn(run.keyStream()).filter(run.runId()::equals).isPresent();
            if (keyed) {
                listUnlessListed(run.runId());
            } else {
                discard(run.runId());
            }
        }
    }

    /** Removes the data of a run that is none. */
    private void discard(String runId) {
        if (data.remove(runId)) {
            index.discarded(runId);
        }
    }

    /** Whether there is nothing to do for a listed run. One that is over is not read again. */
    public boolean isOver(String runId) {
        Optional<RunState> state = find(runId);
        boolean terminal = state.filter(run -> run.status().terminal()).isPresent();
        if (terminal) {
            over(runId);
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
            over(state.id());
        }
        return state;
    }

    /** Removes a run's data, and then notes that it is over; whoever looks next does what fails here. */
    private void over(String runId) {
        if (data.removeAfter(runId)) {
            index.over(runId);
        }
    }

    private static String stream(String runId) {
        return "run:" + runId;
    }
}
