package dev.finetuning.console.work;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStage;
import dev.finetuning.run.RunStatus;
import dev.finetuning.run.UnknownRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs that people have ordered, from the order until the library has them. Meanwhile their data is split, counted and
 * checked, beside whoever asks. An order is in the journal before it is answered, so a restart goes on with it; the run
 * has the id of its order, so it is started once. Thread-safe.
 */
final class RunOrders implements AutoCloseable {
    private static final String ORDERED = "run.ordered";
    private static final String STARTED = "run.started";
    private static final String REFUSED = "run.refused";
    private static final String FAILED = "run.failed";
    private static final String CANCELLED = "run.cancelled";
    private static final String WHY = "why";

    private final DatasetShelf shelf;
    private final RunPlans plans;
    private final FineTuningRuns runs;
    private final TextLog log;
    private final LatestByName<Noted> noted;
    private final RetryPause pause;
    private final PreparationLanes lanes = new PreparationLanes();
    private final Map<String, PreparationTask> tasks = new ConcurrentHashMap<>();
    private final AtomicBoolean fresh = new AtomicBoolean(true);

    RunOrders(DatasetShelf shelf, RunPlans plans, FineTuningRuns runs, TextLog log, RetryPause pause) {
        this.shelf = shelf;
        this.plans = plans;
        this.runs = runs;
        this.log = log;
        this.pause = pause;
        this.noted = new LatestByName<>(log, OrderedRun.ID, "run", Noted::after);
    }

    /** An order, and what became of it. */
    private record Noted(OrderedRun run, Optional<TextLog.Entry> end) {
        static Optional<Noted> after(Optional<Noted> before, TextLog.Entry entry) {
            return entry.type().equals(ORDERED)
                    ? before.or(() -> Optional.of(new Noted(OrderedRun.of(entry), Optional.empty())))
                    : before.map(one -> one.end().isPresent() ? one : new Noted(one.run(), Optional.of(entry)));
        }

        boolean ended(String type) {
            return end.filter(entry -> entry.type().equals(type)).isPresent();
        }
    }

    /** The run that was ordered first under a key. */
    Optional<String> under(String key) {
        return noted.all().values().stream()
                .filter(one -> one.run().order().key().filter(key::equals).isPresent() && !one.ended(REFUSED))
                .map(one -> one.run().id())
                .findFirst();
    }

    /**
     * Takes an order. That of a small dataset is waited for a little, so that what speaks against it is said at once.
     *
     * @return the id of the run
     * @throws RuntimeException what speaks against it
     */
    String take(TrainingOrder order, Map<String, String> labels) {
        String id = runs.reserve();
        Map<String, String> texts = new HashMap<>(order.texts());
        texts.putAll(labels);
        texts.put(OrderedRun.ID, id);
        OrderedRun run = OrderedRun.of(new TextLog.Entry(ORDERED, Fields.of(texts), Instant.EPOCH));
        boolean small = isSmall(run);
        PreparationTask task = new PreparationTask(run, examples(run), small);
        // before it is in the log, where the thread that goes on with orders looks
        tasks.put(id, task);
        String first = add(order, id, texts);
        if (!first.equals(id)) {
            return first;
        }
        lanes.submit(() -> carryOut(task), small);
        if (small) {
            task.await();
        }
        return id;
    }

    /** Notes an order; of two with the same key at the same time, the first counts. */
    private String add(TrainingOrder order, String id, Map<String, String> texts) {
        boolean counts = false;
        try {
            log.add(ORDERED, texts);
            String first = order.key().flatMap(this::under).orElse(id);
            counts = first.equals(id);
            if (!counts) {
                note(REFUSED, id, "the same was ordered at the same time");
            }
            return first;
        } finally {
            if (!counts) {
                tasks.remove(id);
            }
        }
    }

    private Optional<DatasetRevision> revision(OrderedRun run) {
        return shelf.find(run.order().dataset(), run.revision());
    }

    private boolean isSmall(OrderedRun run) {
        return revision(run).map(shelf::opens).orElse(true);
    }

    private int examples(OrderedRun run) {
        return revision(run).map(revision -> revision.contents().examples()).orElse(0);
    }

    /** Goes on with what is not prepared yet, after a restart or a failure of the journal; returns how much that is. */
    int advanceAll() {
        boolean first = fresh.compareAndSet(true, false);
        int open = 0;
        for (Map.Entry<String, Noted> each : noted.all().entrySet()) {
            if (each.getValue().end().isEmpty()) {
                open++;
                OrderedRun run = each.getValue().run();
                PreparationTask task = new PreparationTask(run, examples(run), false);
                if (pause.isOver(run.id()) && tasks.putIfAbsent(run.id(), task) == null) {
                    lanes.submit(() -> carryOut(task), isSmall(run));
                }
            } else if (first && each.getValue().ended(CANCELLED)) {
                // the process may have ended after the run had begun, and before it was cancelled
                cancelStarted(each.getValue());
            }
        }
        return open;
    }

    private void carryOut(PreparationTask task) {
        String id = task.run().id();
        try {
            task.carryOut(() -> prepare(task), why -> note(FAILED, id, why), () -> note(REFUSED, id, "said at once"));
        } catch (RuntimeException e) {
            pause.failed(id);
        } finally {
            tasks.remove(id);
        }
    }

    private void prepare(PreparationTask task) {
        OrderedRun run = task.run();
        if (find(run.id()).isEmpty() && noted.get(run.id()).end().isEmpty()) {
            StoredDataset dataset = shelf.dataset(run.order().dataset());
            DatasetRevision revision = dataset.revision(run.revision());
            try (SplitParts parts =
                    shelf.split(dataset, revision, run.order().settings().ratios(), task.preparation())) {
                runs.startReserved(run.id(), () -> plans.plan(run, dataset, revision, parts));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the parts of a split", e);
            }
        }
        Noted now = noted.get(run.id());
        if (now.ended(CANCELLED)) {
            cancelStarted(now);
        } else {
            note(STARTED, run.id(), "");
        }
    }

    private void cancelStarted(Noted one) {
        if (find(one.run().id()).isPresent()) {
            runs.cancel(
                    one.run().id(),
                    one.end().orElseThrow().fields().text(TrainingDesk.BY).orElse("console"));
        }
    }

    private void note(String type, String id, String why) {
        log.add(type, Map.of(OrderedRun.ID, id, WHY, why));
    }

    /**
     * Ends the preparation of a run, if it is going on.
     *
     * @return whether there is such an order
     */
    boolean cancel(String id, String by) {
        Noted one = noted.all().get(id);
        if (one == null) {
            return false;
        }
        if (one.end().isEmpty()) {
            log.add(CANCELLED, Map.of(OrderedRun.ID, id, TrainingDesk.BY, by));
            Optional.ofNullable(tasks.get(id))
                    .ifPresent(task -> task.preparation().end());
        }
        return true;
    }

    private Optional<FineTuningRun> find(String id) {
        try {
            return Optional.of(runs.run(id));
        } catch (UnknownRunException e) {
            return Optional.empty();
        }
    }

    /** An order of which there is no run yet, or never will be, as it is shown. */
    Optional<FineTuningRun> order(String id) {
        return Optional.ofNullable(noted.all().get(id)).flatMap(this::shown);
    }

    /** The orders of which there is no run, as they are shown. */
    List<FineTuningRun> orders(RunQuery query) {
        List<FineTuningRun> found = new ArrayList<>();
        for (Noted one : noted.all().values()) {
            if (!one.ended(STARTED)) {
                shown(one)
                        .filter(query::matches)
                        .filter(run -> find(run.id()).isEmpty())
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<FineTuningRun> shown(Noted one) {
        if (one.ended(STARTED) || one.ended(REFUSED)) {
            return Optional.empty();
        }
        OrderedRun run = one.run();
        Optional<PreparationTask> task = Optional.ofNullable(tasks.get(run.id()));
        String progress = task.map(PreparationTask::progress).orElse(PreparationTask.WAITS);
        RunStatus status =
                one.end().isEmpty() ? RunStatus.ACTIVE : one.ended(FAILED) ? RunStatus.FAILED : RunStatus.CANCELLED;
        Map<String, String> labels = new HashMap<>(run.labels());
        labels.put(TrainingDesk.PREPARING, status == RunStatus.ACTIVE ? progress : "ended");
        Instant updated = one.end().map(TextLog.Entry::at).orElse(run.at());
        FineTuningRun.Builder shown = FineTuningRun.builder(
                        run.id(), run.order().model(), status, RunStage.UPLOAD, run.at())
                .labels(labels)
                .updatedAt(updated);
        note(one, progress).ifPresent(shown::note);
        return Optional.of(shown.build());
    }

    private static Optional<String> note(Noted one, String progress) {
        return one.end().isEmpty()
                ? Optional.of("The data is being prepared: " + progress + ". Nothing has been sent to the provider.")
                : one.end()
                        .map(TextLog.Entry::fields)
                        .map(fields -> fields.text(WHY)
                                .orElseGet(() -> "cancelled by "
                                        + fields.text(TrainingDesk.BY).orElse("somebody")
                                        + " before anything was sent"));
    }

    @Override
    public void close() {
        tasks.values().forEach(task -> task.preparation().end());
        lanes.close();
    }
}
