package dev.finetuning.local.internal.store;

import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on disk: for each its state, its events, its worker's lock and an order to its worker.
 *
 * <p>Only the holder of a job's lock changes its state and events; everybody may read it and leave an order. Whoever
 * looks at a job that has not ended and finds its lock free knows that its worker died, and ends it.
 */
public final class JobStore {

    private static final String STATE = ".json";
    private static final String EVENTS = ".events";
    private static final String LOCK = ".lock";
    private static final String CHECKPOINTS = ".checkpoints";
    private static final String ORDER = ".wish";

    private final StoreFolder folder;
    private final InstantSource clock;

    public JobStore(Path parent, InstantSource clock) {
        folder = new StoreFolder(parent, "jobs", "job");
        this.clock = clock;
    }

    /** Takes the lock of a new job. */
    public WorkerLock lockNew(String jobId) {
        try {
            return WorkerLock.tryAcquire(folder.file(jobId, LOCK))
                    .orElseThrow(() -> new IOException("the lock of a new job is taken"));
        } catch (IOException e) {
            throw folder.fault("lock job", e);
        }
    }

    /** Writes a new job; the caller holds its lock. */
    public void create(TrainingJob job) {
        append(job.id(), TrainingEvent.Level.INFO, "the job was created; its data is being checked", Map.of());
        save(job);
    }

    /**
     * Writes a job's state; the caller holds its lock. An end is written once: a worker that was taken for dead
     * does not bring its job to life again.
     */
    public void save(TrainingJob job) {
        Optional<TrainingJob> before = folder.read(folder.file(job.id(), STATE), JobJson::read);
        if (before.filter(ended -> ended.status().terminal()).isPresent()) {
            throw new IllegalStateException("job " + job.id() + " has ended already");
        }
        folder.replace(folder.file(job.id(), STATE), JobJson.write(job));
    }

    /** The job as it is: a job whose worker died is ended, an order to cancel shows. */
    public TrainingJob look(String jobId) {
        TrainingJob job = load(jobId);
        if (job.status().terminal()) {
            return job;
        }
        TrainingJob current = endIfDead(jobId);
        boolean cancelling = !current.status().terminal() && order(jobId) == WorkerOrder.CANCEL;
        return cancelling ? current.withStatus(JobStatus.of(JobPhase.CANCELLING)) : current;
    }

    private TrainingJob load(String jobId) {
        return folder.read(folder.file(jobId, STATE), JobJson::read).orElseThrow(() -> folder.notFound(jobId));
    }

    private TrainingJob endIfDead(String jobId) {
        try {
            Optional<WorkerLock> lock = WorkerLock.tryAcquire(folder.file(jobId, LOCK));
            if (lock.isEmpty()) {
                return load(jobId);
            }
            try {
                TrainingJob job = load(jobId);
                return job.status().terminal() ? job : interrupted(job, "the process that trained it ended");
            } finally {
                lock.get().close();
            }
        } catch (IOException e) {
            throw folder.fault("look at job", e);
        }
    }

    /** Ends a job whose training did not come to its end; the caller holds its lock. */
    public TrainingJob interrupted(TrainingJob job, String why) {
        String remedy = checkpoints(job.id()).stream()
                .reduce((first, last) -> last)
                .flatMap(Checkpoint::modelId)
                .map(last -> "; continue from the checkpoint " + last)
                .orElse("; start it again");
        return end(job, JobPhase.FAILED, JobFailure.of(JobFailure.INTERRUPTED, why + remedy));
    }

    /** Ends a job; the caller holds its lock. */
    public TrainingJob end(TrainingJob job, JobPhase phase, @Nullable JobFailure failure) {
        TrainingJob ended = ended(job, phase, failure);
        if (failure == null) {
            append(job.id(), TrainingEvent.Level.INFO, "the job ended: " + ended.status(), Map.of());
        } else {
            append(job.id(), TrainingEvent.Level.ERROR, "the job failed: " + failure.message(), Map.of());
        }
        save(ended);
        folder.remove(folder.file(job.id(), ORDER));
        return ended;
    }

    private TrainingJob ended(TrainingJob job, JobPhase phase, @Nullable JobFailure failure) {
        TrainingJob.Builder ended = job.toBuilder().status(JobStatus.of(phase)).finishedAt(clock.instant());
        if (failure != null) {
            ended.failure(failure);
        }
        return ended.build();
    }

    public void succeed(TrainingJob job) {
        append(
                job.id(),
                TrainingEvent.Level.INFO,
                "the job succeeded: model " + job.model().orElse("unknown"),
                Map.of());
        save(job);
        folder.remove(folder.file(job.id(), ORDER));
    }

    /** All jobs, newest first. */
    public Stream<TrainingJob> all() {
        return folder.ids(STATE).stream()
                .map(this::look)
                .sorted(Comparator.comparing(
                                (TrainingJob each) -> each.createdAt().orElse(Instant.MIN), Comparator.reverseOrder())
                        .thenComparing(TrainingJob::id));
    }

    /** Appends an event; the caller holds the job's lock. */
    public void append(String jobId, TrainingEvent.Level level, String message, Map<String, Double> metrics) {
        EventLog log = new EventLog(folder.file(jobId, EVENTS));
        String type = metrics.isEmpty() ? "message" : "metrics";
        try {
            String id = UUID.randomUUID().toString();
            log.append(new TrainingEvent(id, clock.instant(), level, type, message, metrics));
        } catch (IOException e) {
            throw folder.fault("write event", e);
        }
    }

    public List<TrainingEvent> events(String jobId) {
        look(jobId);
        try {
            return new EventLog(folder.file(jobId, EVENTS)).read();
        } catch (IOException e) {
            throw folder.fault("read events", e);
        }
    }

    /** Replaces the job's list of checkpoints; the caller holds its lock. */
    public void saveCheckpoints(String jobId, List<Checkpoint> checkpoints) {
        folder.replace(folder.file(jobId, CHECKPOINTS), JobJson.write(checkpoints));
    }

    /** The checkpoints of a job, oldest first. */
    public List<Checkpoint> checkpoints(String jobId) {
        load(jobId);
        return folder.read(folder.file(jobId, CHECKPOINTS), JobJson::checkpoints)
                .orElse(List.of());
    }

    /** Leaves an order for the worker. */
    public void order(String jobId, WorkerOrder order) {
        folder.replace(
                folder.file(jobId, ORDER), out -> out.write(order.storedName().getBytes(StandardCharsets.US_ASCII)));
    }

    /** The order there is. */
    public WorkerOrder order(String jobId) {
        Path file = folder.file(jobId, ORDER);
        try {
            return Files.exists(file) ? WorkerOrder.ofStoredName(Files.readString(file)) : WorkerOrder.GO_ON;
        } catch (IOException e) {
            return WorkerOrder.GO_ON; // it was withdrawn in between
        }
    }
}
