package dev.finetuning.local.internal.worker;

import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.local.internal.learning.CaseSet;
import dev.finetuning.local.internal.learning.JobEndedException;
import dev.finetuning.local.internal.learning.Learning;
import dev.finetuning.local.internal.learning.TrainingObserver;
import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.store.ModelStore;
import dev.finetuning.local.internal.store.WorkerLock;
import dev.finetuning.local.internal.store.WorkerOrder;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.TunedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one job through its life: validating, queued, running with metrics and checkpoints, and one of
 * the three ends. It holds the job's lock all the while. Two tasks of one executor, one after the other;
 * not thread-safe beyond that.
 */
public final class JobWorker {
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int STEPS_BETWEEN_LOOKS = 4;

    private final Workshop workshop;
    private final TrainingRequest request;
    private final WorkerLock lock;
    private final BooleanSupplier closing;
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private TrainingJob job;

    public JobWorker(
            Workshop workshop, TrainingRequest request, TrainingJob job, WorkerLock lock, BooleanSupplier closing) {
        this.workshop = workshop;
        this.request = request;
        this.job = job;
        this.lock = lock;
        this.closing = closing;
    }

    public void begin(Executor executor) {
        submit(executor, () -> {
            CaseSet cases = CaseSet.read(
                    workshop.files().existing(request.trainingFile()),
                    request.validationFile().map(workshop.files()::existing));
            enter(JobPhase.QUEUED, "the data is valid: " + cases.describe());
            submit(executor, () -> train(cases));
        });
    }

    private void submit(Executor executor, Stage stage) {
        try {
            executor.execute(() -> run(stage));
        } catch (RejectedExecutionException e) {
            finish(() -> end(JobEndedException.interrupted()));
        }
    }

    /** Runs a stage; whatever goes wrong in it becomes the job's end. */
    private void run(Stage stage) {
        try {
            look();
            stage.run();
        } catch (JobEndedException e) {
            finish(() -> end(e));
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("job {} broke off", job.id(), e);
            String what = "training broke off: " + e.getClass().getSimpleName() + ": " + e.getMessage();
            JobFailure failure = JobFailure.of("internal", what);
            finish(() -> end(JobEndedException.failed(failure)));
        }
    }

    private void end(JobEndedException end) {
        if (end.phase() == JobPhase.FAILED && end.failure().isEmpty()) {
            workshop.jobs().interrupted(job, "the pipeline that trained it was closed");
        } else {
            workshop.jobs().end(job, end.phase(), end.failure().orElse(null));
        }
    }

    /** Writes the end and lets go of the job; if that cannot be written, the next to look finds it dead. */
    private void finish(Runnable end) {
        try {
            end.run();
        } finally {
            release();
        }
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of job {} could not be deleted", job.id(), e);
        }
    }

    private void train(CaseSet cases) throws IOException {
        Learning learning = Learning.of(task(cases), base());
        Map<String, Object> details = new LinkedHashMap<>(job.details());
        details.putAll(learning.details());
        job = withDetails(details);
        enter(JobPhase.RUNNING, "training starts: " + learning.algorithm() + " on " + cases.describe());
        learning.warnings().forEach(text -> event(TrainingEvent.Level.WARNING, text, Map.of()));
        ModelBody body = learning.run(new Observer());
        workshop.models().save(model(modelId(), Map.of()), body);
        finish(() -> workshop.jobs().succeed(succeeded()));
    }

    private Learning.Task task(CaseSet cases) {
        LocalSettings settings = workshop.settings();
        return new Learning.Task(request, cases, request.seed().orElse(settings.seed()), settings.maxWeights());
    }

    /** The tuned model that the training goes on from; none where it begins at a base model. */
    private Optional<ModelBody> base() {
        return LocalTrainingPipeline.BASE_MODELS.contains(request.baseModel())
                ? Optional.empty()
                : Optional.of(workshop.models().load(request.baseModel()));
    }

    private TrainingJob succeeded() {
        return job.toBuilder()
                .status(JobStatus.of(JobPhase.SUCCEEDED))
                .model(modelId())
                .finishedAt(workshop.settings().clock().instant())
                .build();
    }

    private String modelId() {
        String suffix = request.suffix().map(text -> text + ":").orElse("");
        return "ft:" + job.details().get("algorithm") + ":" + suffix
                + job.id().substring(job.id().indexOf('-') + 1);
    }

    private TrainingJob withDetails(Map<String, Object> details) {
        return job.toBuilder().details(details).build();
    }

    private void enter(JobPhase phase, String message) {
        job = job.withStatus(JobStatus.of(phase));
        workshop.jobs().save(job);
        event(TrainingEvent.Level.INFO, message, Map.of());
    }

    private void event(TrainingEvent.Level level, String message, Map<String, Double> metrics) {
        workshop.jobs().append(job.id(), level, message, metrics);
    }

    private TunedModel model(String id, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(job.details());
        details.put("job", job.id());
        details.putAll(more);
        return TunedModel.builder(id)
                .root(job.baseModel())
                .createdAt(workshop.settings().clock().instant())
                .details(details)
                .build();
    }

    /** Does what is ordered: goes on, waits, or ends. */
    private void look() {
        JobPhase before = job.status().phase();
        for (WorkerOrder order = order(); order != WorkerOrder.GO_ON; order = order()) {
            if (order == WorkerOrder.CANCEL) {
                throw JobEndedException.cancelled();
            }
            if (job.status().phase() != JobPhase.PAUSED) {
                enter(JobPhase.PAUSED, "the job is paused");
            }
            pause();
        }
        if (job.status().phase() != before) {
            enter(before, "the job continues");
        }
    }

    private WorkerOrder order() {
        if (closing.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw JobEndedException.interrupted();
        }
        return workshop.jobs().order(job.id());
    }

    private void pause() {
        try {
            workshop.settings().sleeper().sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JobEndedException.interrupted();
        }
    }

    /** A part of the work. */
    @FunctionalInterface
    private interface Stage {
        void run() throws IOException;
    }

    /** Turns what the training says into events, checkpoints and models. */
    private final class Observer implements TrainingObserver {
        @Override
        public void beforeStep(long step) {
            if (step % STEPS_BETWEEN_LOOKS == 0) {
                look();
            }
        }

        @Override
        public void measured(long step, Map<String, Double> metrics) {
            event(TrainingEvent.Level.INFO, "step " + step, metrics);
        }

        @Override
        public void epochDone(int epoch, long step, Map<String, Double> metrics, ModelBody body) {
            String id = modelId() + ":epoch-" + epoch;
            TunedModel model = model(id, Map.of(ModelStore.CHECKPOINT, true, "epoch", epoch));
            workshop.models().save(model, body);
            checkpoints.add(Checkpoint.builder(
                            "epoch-" + epoch,
                            job.id(),
                            step,
                            workshop.settings().clock().instant())
                    .modelId(id)
                    .metrics(metrics)
                    .build());
            forgetOldest();
            workshop.jobs().saveCheckpoints(job.id(), checkpoints);
            event(TrainingEvent.Level.INFO, "epoch " + epoch + " done, checkpoint " + id, metrics);
            look();
        }

        private void forgetOldest() {
            int index = checkpoints.size() - 1 - workshop.settings().keptCheckpoints();
            if (index >= 0) {
                Checkpoint old = checkpoints.get(index);
                checkpoints.set(
                        index,
                        Checkpoint.builder(old.id(), old.jobId(), old.step(), old.createdAt())
                                .metrics(old.metrics())
                                .build());
                workshop.models().delete(modelId() + ":" + old.id());
            }
        }
    }
}
