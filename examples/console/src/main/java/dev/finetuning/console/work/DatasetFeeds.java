package dev.finetuning.console.work;

import dev.finetuning.FineTuningException;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.lane.Waiting;
import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.example.Example;
import dev.finetuning.journal.JournalException;
import dev.finetuning.retraining.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datasets that people hand in as a whole to models that are trained as examples arrive, of any size and beside whoever
 * asks. An order is in the journal before it is answered. A restart goes on with it from the first example: those that
 * were handed in before are known then. Thread-safe.
 */
final class DatasetFeeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetFeeds.class);
    private static final String ORDERED = "feed.ordered";
    private static final String DONE = "feed.done";
    private static final String FAILED = "feed.failed";
    private static final String ID = "feed";
    private static final String MODEL = "model";
    private static final String DATASET = "dataset";
    private static final String REVISION = "revision";
    private static final String NAME = "name";
    private static final String BY = "by";
    private static final String NOTE = "note";

    /** How many examples are handed in at once. */
    private static final int BATCH = 100;
    /** How long whoever hands in a small dataset waits for the outcome. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DatasetShelf shelf;
    private final Taking taking;
    private final TextLog log;
    private final RetryPause pause;
    private final LatestByName<Noted> noted;
    private final PreparationLanes lanes = new PreparationLanes();
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();

    /** Takes examples for a model; what it has taken before is known. */
    interface Taking {
        List<Receipt> take(String model, List<Example> examples);
    }

    DatasetFeeds(DatasetShelf shelf, Taking taking, TextLog log, RetryPause pause) {
        this.shelf = shelf;
        this.taking = taking;
        this.log = log;
        this.pause = pause;
        this.noted = new LatestByName<>(log, ID, "dataset", Noted::after);
    }

    /** An order, and what became of it. */
    private record Noted(TextLog.Entry order, Optional<TextLog.Entry> end) {
        static Optional<Noted> after(Optional<Noted> before, TextLog.Entry entry) {
            return entry.type().equals(ORDERED)
                    ? Optional.of(new Noted(entry, Optional.empty()))
                    : before.map(one -> new Noted(one.order(), Optional.of(entry)));
        }

        String text(String field) {
            return order.fields().require(field);
        }

        int revision() {
            return Integer.parseInt(text(REVISION));
        }
    }

    /** One that is under way. */
    private record Task(WorkProgress progress, CompletableFuture<Boolean> over) {
        static Task of(long examples) {
            return new Task(new WorkProgress(examples, 1), new CompletableFuture<>());
        }

        /** Waits a little. */
        void await() {
            try {
                Waiting.within(over, PATIENCE);
            } catch (ExecutionException e) {
                throw new IllegalStateException("it says nothing but that it is over", e);
            }
        }
    }

    /**
     * Hands in a dataset. The same again while that is under way is the same. A small one is waited for a little.
     *
     * @return how it stands
     */
    DatasetFeed hand(String model, StoredDataset dataset, DatasetRevision revision, Caller caller) {
        String number = String.valueOf(revision.number());
        String id = model + "/" + dataset.id() + "/" + number;
        Task task = Task.of(revision.contents().examples());
        // before it is in the log, where the thread that goes on with orders looks
        if (tasks.putIfAbsent(id, task) == null) {
            boolean ordered = false;
            try {
                log.add(
                        ORDERED,
                        Map.of(
                                ID,
                                id,
                                MODEL,
                                model,
                                DATASET,
                                dataset.id(),
                                REVISION,
                                number,
                                NAME,
                                dataset.name(),
                                BY,
                                caller.who()));
                ordered = true;
            } finally {
                if (!ordered) {
                    tasks.remove(id);
                }
            }
            lanes.submit(() -> carryOut(id, task), shelf.opens(revision));
        }
        if (shelf.opens(revision)) {
            Optional.ofNullable(tasks.get(id)).ifPresent(Task::await);
        }
        return shown(id, noted.get(id));
    }

    /** Goes on with what is not over, after a restart or a failure of the journal. */
    void advanceAll() {
        for (Map.Entry<String, Noted> each : noted.all().entrySet()) {
            String id = each.getKey();
            if (each.getValue().end().isEmpty() && pause.isOver(id)) {
                Optional<DatasetRevision> revision = revision(each.getValue());
                Task task =
                        Task.of(revision.map(one -> one.contents().examples()).orElse(0));
                if (tasks.putIfAbsent(id, task) == null) {
                    lanes.submit(
                            () -> carryOut(id, task), revision.map(shelf::opens).orElse(true));
                }
            }
        }
    }

    private Optional<DatasetRevision> revision(Noted one) {
        return shelf.find(one.text(DATASET), one.revision());
    }

    private void carryOut(String id, Task task) {
        try {
            if (noted.get(id).end().isEmpty()) {
                note(DONE, id, handIn(noted.get(id), task.progress()).text());
            }
        } catch (CancellationException e) {
            LOG.info("{} goes on when the console is started again", id);
        } catch (JournalException e) {
            LOG.warn("{} could not be handed in; it will be tried again", id, e);
            pause.failed(id);
        } catch (FineTuningException e) {
            note(FAILED, id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("{} cannot be handed in", id, e);
            note(FAILED, id, "This is a fault of the console; its log says more. Hand it in again.");
        } finally {
            tasks.remove(id);
            task.over().complete(true);
        }
    }

    private Handed handIn(Noted one, WorkProgress progress) {
        StoredDataset dataset = shelf.dataset(one.text(DATASET));
        Iterator<Example> examples = progress.counting(
                shelf.examples(dataset.revision(one.revision())).iterator());
        Handed handed = Handed.NOTHING;
        List<Example> batch = new ArrayList<>();
        while (examples.hasNext()) {
            batch.add(examples.next());
            if (batch.size() == BATCH || !examples.hasNext()) {
                handed = handed.plus(Handed.of(taking.take(one.text(MODEL), batch)));
                batch.clear();
            }
        }
        return handed;
    }

    private void note(String type, String id, String text) {
        log.add(type, Map.of(ID, id, NOTE, text));
    }

    /** What was handed in for a model, newest first. */
    List<DatasetFeed> of(String model) {
        List<DatasetFeed> found = new ArrayList<>();
        noted.all().forEach((id, one) -> {
            if (one.text(MODEL).equals(model)) {
                found.add(0, shown(id, one));
            }
        });
        return found;
    }

    private DatasetFeed shown(String id, Noted one) {
        DatasetFeed.Status status = one.end()
                .map(end -> end.type().equals(DONE) ? DatasetFeed.Status.DONE : DatasetFeed.Status.FAILED)
                .orElse(DatasetFeed.Status.ACTIVE);
        Optional<WorkProgress> progress = Optional.ofNullable(tasks.get(id)).map(Task::progress);
        String note = one.end()
                .map(end -> end.fields().text(NOTE).orElse(""))
                .or(() -> progress.map(WorkProgress::progress))
                .orElse(PreparationTask.WAITS);
        int percent = one.end().isPresent()
                ? 100
                : progress.map(WorkProgress::percent).orElse(0);
        return new DatasetFeed(
                one.text(DATASET),
                one.revision(),
                one.text(NAME),
                one.text(BY),
                one.order().at(),
                status,
                note,
                percent);
    }

    @Override
    public void close() {
        tasks.values().forEach(task -> task.progress().end());
        lanes.close();
    }
}
