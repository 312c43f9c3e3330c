package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.Waiting;
import dev.finetuning.console.lane.WorkLane;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * Looks through revisions, one after another and beside whoever asks, and keeps what was found in a file beside each, so
 * that no revision is looked through twice. Thread-safe.
 */
public final class Inspector implements AutoCloseable {
    private static final int REMEMBERED = 50;
    private static final int FINDINGS = 2_000;
    /** How many examples are looked at, from the first on: what fits into the memory of a small machine. */
    private static final int MOST = 50_000;

    /** How long a program waits before it is told to ask again. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final PersonalData PERSONAL_DATA = PersonalData.of(PiiDetector.standard());

    private final TokenCounter counter;
    private final Checks checks;
    private final Duration patience;
    private final ExecutorService worker;
    private final Map<Path, InspectionTask> tasks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, InspectionTask> eldest) {
            return size() > REMEMBERED && eldest.getValue().isDone();
        }
    };

    /**
     * An inspector.
     *
     * @param counter the provider's
     * @param provider the checks of the provider, besides those of the library
     */
    public Inspector(TokenCounter counter, Checks provider) {
        this(counter, provider, PATIENCE);
    }

    /**
     * An inspector for programs of another patience.
     *
     * @param patience how long {@link #of} waits
     */
    public Inspector(TokenCounter counter, Checks provider, Duration patience) {
        this.patience = patience;
        this.counter = counter;
        this.checks = provider.with(PERSONAL_DATA.check()).keepAtMost(FINDINGS);
        this.worker = WorkLane.of("console inspector");
    }

    static PersonalData personalData() {
        return PERSONAL_DATA;
    }

    /**
     * What is known about a revision, from its first {@value #MOST} examples. The first call has them read.
     *
     * @throws RefusedException if that takes longer than a program should wait; it goes on meanwhile
     */
    public Inspection of(DatasetShelf shelf, DatasetRevision revision) {
        InspectionState state = look(shelf, revision, patience);
        return state.known()
                .orElseThrow(() -> RefusedException.of(
                        RefusedException.Kind.CONFLICT,
                        "being_checked",
                        "The dataset is being checked: " + state.progress() + ". Ask again then."));
    }

    /**
     * What is known about a revision by now. The first call has it looked through.
     *
     * @param wait how long to wait for the end
     */
    public InspectionState look(DatasetShelf shelf, DatasetRevision revision, Duration wait) {
        InspectionTask task = task(shelf, revision);
        try {
            return Waiting.within(task, wait).map(InspectionState::over).orElseGet(task::state);
        } catch (ExecutionException e) {
            forget(task);
            throw new IllegalStateException("the dataset cannot be looked through", e.getCause());
        }
    }

    private InspectionTask task(DatasetShelf shelf, DatasetRevision revision) {
        Path file = shelf.file(revision);
        synchronized (tasks) {
            InspectionTask known = tasks.get(file);
            if (known == null) {
                InspectionTask begun =
                        new InspectionTask(shelf.examples(revision).first(MOST), new InspectionFile(file, counter));
                tasks.put(file, begun);
                // what was found before is read at once, not behind what is being looked through
                if (!begun.readEarlier()) {
                    worker.execute(() -> begun.run(counter, checks));
                }
                return begun;
            }
            return known;
        }
    }

    private void forget(InspectionTask task) {
        synchronized (tasks) {
            tasks.values().remove(task);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
