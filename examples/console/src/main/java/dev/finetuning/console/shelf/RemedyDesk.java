package dev.finetuning.console.shelf;

import dev.finetuning.FineTuningException;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.WorkLane;
import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.remedy.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Tries remedies on datasets and applies them, in bounded memory and beside whoever asks. Nothing of what is under way
 * outlives the process: a remedy has made a revision or has left nothing. Thread-safe.
 */
public final class RemedyDesk implements AutoCloseable {
    /** How long a program waits before it is told to ask again. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DatasetShelf shelf;
    private final Checks checks;
    private final ExecutorService trying = WorkLane.of("console trying remedies");
    private final ExecutorService applying = WorkLane.of("console applying remedies");
    private final Map<Trial, RemedyTask<RemedyOutcome>> trials = new Remembered<>();
    private final Map<String, RemedyTask<StoredDataset>> changes = new Remembered<>();

    /**
     * A desk.
     *
     * @param checks find the errors that {@link RemedyChoice#ERRORS} drops
     */
    public RemedyDesk(DatasetShelf shelf, Checks checks) {
        this.shelf = shelf;
        this.checks = checks;
    }

    private record Trial(Path file, RemedyChoice choice) {}

    /** What is under way, and the latest of what is over. */
    private static final class Remembered<K, V extends RemedyTask<?>> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 8;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST && eldest.getValue().isDone();
        }
    }

    /**
     * What a remedy would do to the newest revision.
     *
     * @throws RefusedException if it takes longer than a program should wait to find that out; it goes on meanwhile
     */
    public RemedyOutcome preview(StoredDataset dataset, RemedyChoice choice) {
        RemedyTrial trial = look(dataset, choice, PATIENCE);
        return trial.outcome()
                .orElseThrow(() -> RefusedException.of(
                        RefusedException.Kind.CONFLICT,
                        "being_tried",
                        "The remedy is being tried: " + trial.progress() + ". Ask again then."));
    }

    /**
     * What is known by now about what a remedy would do to the newest revision. The first call has it tried.
     *
     * @param wait how long to wait for the end
     */
    public RemedyTrial look(StoredDataset dataset, RemedyChoice choice, Duration wait) {
        RemedyTask<RemedyOutcome> task = trial(dataset.current(), choice);
        Optional<RemedyOutcome> outcome = task.within(wait);
        return new RemedyTrial(outcome, outcome.isPresent() ? 100 : task.percent(), task.progress());
    }

    private RemedyTask<RemedyOutcome> trial(DatasetRevision revision, RemedyChoice choice) {
        Trial trial = new Trial(shelf.file(revision), choice);
        synchronized (trials) {
            RemedyTask<RemedyOutcome> known = trials.get(trial);
            if (known != null && !known.isCompletedExceptionally()) {
                return known;
            }
            RemedyTask<RemedyOutcome> task = new RemedyTask<>(choice, revision);
            trials.put(trial, task);
            ExampleFile examples = shelf.examples(revision);
            trying.execute(() ->
                    task.run(progress -> RemedyPass.over(examples, choice.remedies(checks), progress, Nothing.TAKEN)));
            return task;
        }
    }

    /** A pass that only counts. */
    private enum Nothing implements RemedyPass.Taking {
        TAKEN;

        @Override
        public void kept(Example example) {
            // it is in the file
        }

        @Override
        public void happened(Change change) {
            // it is counted
        }
    }

    /**
     * Applies a remedy, which makes a revision. A small dataset is waited for; a large one is changed meanwhile, and
     * {@link #change} says how far that has come. The same again, while it is under way, is the same.
     *
     * @param revision the number of the revision that the remedy is meant for
     * @return the dataset as it is now: with the new revision, if there is one by now
     * @throws RefusedException if there is a newer revision, another change is under way, or nothing is to be changed
     */
    public StoredDataset apply(StoredDataset dataset, int revision, RemedyChoice choice, String by) {
        StoredDataset current = shelf.current(dataset.id(), revision);
        Duration wait = shelf.opens(current.current()) ? PATIENCE : Duration.ZERO;
        RemedyTask<StoredDataset> task = begin(current, choice, by);
        try {
            return task.within(wait).orElseGet(() -> shelf.dataset(dataset.id()));
        } catch (FineTuningException | IllegalStateException e) {
            // whoever asked is told
            forget(dataset.id(), task);
            throw e;
        }
    }

    private RemedyTask<StoredDataset> begin(StoredDataset dataset, RemedyChoice choice, String by) {
        RemedyTask<StoredDataset> task = new RemedyTask<>(choice, dataset.current());
        synchronized (changes) {
            RemedyTask<StoredDataset> other = changes.get(dataset.id());
            if (other != null && !other.isDone()) {
                if (other.isOf(choice, dataset.current())) {
                    return other;
                }
                throw RefusedException.of(
                        RefusedException.Kind.CONFLICT,
                        "being_changed",
                        "Another remedy is being applied: " + other.choice().label() + ", " + other.progress()
                                + ". Cancel it, or try again then.");
            }
            changes.put(dataset.id(), task);
        }
        applying.execute(() -> task.run(progress -> {
            StoredDataset after = shelf.revise(dataset, file -> write(dataset.current(), task, progress, file), by);
            forget(dataset.id(), task);
            return after;
        }));
        return task;
    }

    private DatasetShelf.Written write(
            DatasetRevision before, RemedyTask<StoredDataset> task, WorkProgress progress, Path file)
            throws IOException {
        ExampleFile examples = shelf.examples(before);
        try (RevisionWriter revision = new RevisionWriter(file);
                ChangesWriter changed = new ChangesWriter(file)) {
            RemedyOutcome outcome =
                    RemedyPass.over(examples, task.choice().remedies(checks), progress, new RemedyPass.Taking() {
                        @Override
                        public void kept(Example example) throws IOException {
                            revision.add(example);
                        }

                        @Override
                        public void happened(Change change) throws IOException {
                            changed.add(change);
                        }
                    });
            requireSomething(outcome, examples);
            changed.end();
            String why =
                    "%s: %d changed, %d dropped".formatted(task.choice().label(), outcome.changed(), outcome.dropped());
            return new DatasetShelf.Written(revision.end(), why);
        }
    }

    private static void requireSomething(RemedyOutcome outcome, Collection<Example> examples) {
        if (outcome.all() == 0) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT, "nothing_to_change", "The remedy would change nothing.");
        }
        if (outcome.dropped() == examples.size()) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT, "nothing_left", "The remedy would drop every example.");
        }
    }

    private void forget(String dataset, RemedyTask<StoredDataset> task) {
        synchronized (changes) {
            changes.remove(dataset, task);
        }
    }

    /** The remedy that is being applied to a dataset, or that failed last while nobody waited for it. */
    public Optional<DatasetChange> change(StoredDataset dataset) {
        synchronized (changes) {
            return Optional.ofNullable(changes.get(dataset.id()))
                    .map(task -> new DatasetChange(task.choice(), task.percent(), task.progress(), task.failure()));
        }
    }

    /** Ends the change of a dataset that is under way, which then leaves nothing, or forgets the one that failed. */
    public void cancel(StoredDataset dataset) {
        synchronized (changes) {
            RemedyTask<StoredDataset> task = changes.remove(dataset.id());
            if (task != null) {
                task.end();
            }
        }
    }

    @Override
    public void close() {
        List.of(trials, changes).forEach(tasks -> {
            synchronized (tasks) {
                tasks.values().forEach(RemedyTask::end);
            }
        });
        trying.shutdownNow();
        applying.shutdownNow();
    }
}
