package dev.finetuning.openweights.internal.job;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jobs of a pipeline's folder. Any number of processes may share it. */
public final class Jobs {
    /** What every job's id begins with. */
    public static final String PREFIX = "ow-";

    private static final Pattern ID = Pattern.compile(PREFIX + "[a-z0-9]{1,40}");
    private static final Set<String> BESIDE_THE_POINT = Set.of(
            "protocol", "id", "created_at", "device", "max_running_jobs", "threads", "metadata", "suffix", "base");
    private static final String UNFINISHED = ".writing-";

    private final Path folder;
    private final Workers workers;
    private final InstantSource clock;

    /** The jobs below a pipeline's folder. */
    public Jobs(Path root, Workers workers, InstantSource clock) throws IOException {
        this.folder = Files.createDirectories(root.resolve("jobs"));
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * Creates a job and starts its worker. The folder's name follows from the mark and appears in one step, so that
     * there is at most one job of a mark: a second creation finds the first.
     *
     * @param asked the request as the worker reads it, without id and time
     * @throws dev.finetuning.provider.RequestRejectedException if the mark's job was asked for something else
     */
    public TrainingJob create(TrainingRequest request, Map<String, Object> asked) {
        String id = PREFIX
                + request.mark()
                        .map(mark -> Sha256.hex("mark " + mark).substring(0, 20))
                        .orElseGet(() ->
                                UUID.randomUUID().toString().replace("-", "").substring(0, 20));
        JobFolder job = new JobFolder(folder.resolve(id));
        if (!Files.exists(job.path().resolve(JobFolder.REQUEST))) {
            workers.require();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("protocol", JobFolder.PROTOCOL);
        fields.put("id", id);
        fields.put("created_at", clock.instant().toString());
        fields.putAll(asked);
        if (appears(job.path(), WireObject.of(fields).json())) {
            begin(job, request);
        } else {
            requireSame(request, asked, job);
        }
        return look(id);
    }

    /** The job is there whatever becomes of its worker, so a failure to start one leaves something behind. */
    private void begin(JobFolder job, TrainingRequest request) {
        try {
            workers.start(job);
        } catch (RetryLaterException e) {
            throw Faults.unknown(
                    "create job",
                    "job " + job.id() + " was created, but nobody can say whether its worker was started; resume starts"
                            + " one unless there is one",
                    request.mark().orElse(null),
                    e);
        }
    }

    private boolean appears(Path place, String request) {
        Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
        try {
            AtomicFile.writeText(unfinished.resolve(JobFolder.REQUEST), request);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            remove(unfinished);
            if (Files.exists(place.resolve(JobFolder.REQUEST))) {
                return false;
            }
            throw Faults.disk("create job", e);
        }
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished.resolve(JobFolder.REQUEST));
            Files.deleteIfExists(unfinished);
        } catch (IOException leftBehind) {
            // it is no job and nobody looks at it
        }
    }

    private static void requireSame(TrainingRequest request, Map<String, Object> asked, JobFolder job) {
        if (!essence(job.request()).equals(essence(WireObject.of(asked)))) {
            throw Faults.rejected(
                    "create job",
                    List.of("the mark " + request.mark().orElse("") + " belongs to job " + job.id()
                            + ", which was asked for something else; take another mark"));
        }
    }

    /** What a job makes; not when, and not where. */
    private static Map<String, Object> essence(WireObject request) {
        try {
            Map<String, Object> fields =
                    new LinkedHashMap<>(WireObject.parse(request.json().getBytes(StandardCharsets.UTF_8))
                            .map());
            fields.keySet().removeAll(BESIDE_THE_POINT);
            return fields;
        } catch (IOException e) {
            throw Faults.disk("compare requests", e);
        }
    }

    /** A job's folder. */
    public JobFolder folder(String id) {
        JobFolder job = new JobFolder(folder.resolve(ID.matcher(id).matches() ? id : "no-job"));
        if (!Files.exists(job.path().resolve(JobFolder.REQUEST))) {
            throw Faults.notFound("job", id);
        }
        return job;
    }

    /** Whether a text has the form of a job's id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Looks at a job, and ends it where it has no worker and must not get another. */
    public TrainingJob look(String id) {
        return settled(folder(id)).job();
    }

    private JobView settled(JobFolder job) {
        JobView view = JobView.of(job, workers);
        if (view.isToBeCancelled()) {
            job.end(Map.of("phase", JobPhase.CANCELLED.name()), now());
        } else if (view.obstacle().isPresent()) {
            job.end(Workers.outcome("worker_not_started", view.obstacle().get()), now());
        } else if (view.isHopeless()) {
            job.end(
                    Workers.outcome(
                            "worker_died",
                            "its worker died " + JobView.MAX_STARTS + " times without coming to a new checkpoint; where"
                                    + " the system ended it for want of memory, lower batch_size or max_length; err.log"
                                    + " in the job's folder may say more"),
                    now());
        } else {
            return view;
        }
        return JobView.of(job, workers);
    }

    /** All jobs, newest first. */
    public Stream<TrainingJob> all() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders
                    .map(each -> String.valueOf(each.getFileName()))
                    .filter(Jobs::isId)
                    .map(this::look)
                    .sorted(Comparator.comparing(
                                    (TrainingJob job) -> job.createdAt().orElse(Instant.MIN))
                            .reversed()
                            .thenComparing(TrainingJob::id))
                    .toList()
                    .stream();
        } catch (IOException | UncheckedIOException e) {
            throw Faults.disk("list jobs", e instanceof IOException io ? io : new IOException(e));
        }
    }

    /** Asks for a job's end; one that has no worker ends at once. Asked again, its worker is stopped. */
    public TrainingJob cancel(String id) {
        JobFolder job = folder(id);
        if (!settled(job).status().terminal()) {
            boolean again = job.order().equals(Optional.of(JobOrder.CANCEL));
            job.order(JobOrder.CANCEL);
            if (again || !job.isWorkedOn()) {
                workers.stop(job, again);
            }
        }
        return look(id);
    }

    /** Asks a worker to keep a checkpoint and end. */
    public TrainingJob pause(String id) {
        JobFolder job = folder(id);
        JobView view = settled(job);
        boolean working = !view.status().terminal()
                && view.status().phase() != JobPhase.CANCELLING
                && view.status().phase() != JobPhase.PAUSED;
        if (working) {
            job.order(JobOrder.PAUSE);
        }
        return look(id);
    }

    /** Starts a worker where there is none, and takes an order to pause back. */
    public TrainingJob resume(String id) {
        JobFolder job = folder(id);
        JobView view = settled(job);
        if (job.order().equals(Optional.of(JobOrder.PAUSE))) {
            job.withdrawOrder();
        }
        if (view.status().phase() == JobPhase.PAUSED) {
            workers.start(job);
        }
        return look(id);
    }

    /** What a job's workers have printed so far. */
    public String log(String id) {
        return workers.log(folder(id));
    }

    /** A job's events. */
    public List<TrainingEvent> events(String id) {
        return JobView.unwatched(folder(id)).trainingEvents();
    }

    /** A job's checkpoints. */
    public List<Checkpoint> checkpoints(String id) {
        return JobView.unwatched(folder(id)).checkpoints();
    }

    private Instant now() {
        return clock.instant();
    }
}
