package dev.finetuning.openweights.internal.ray;

import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.job.JobFolder;
import dev.finetuning.openweights.internal.job.WorkerState;
import dev.finetuning.openweights.internal.job.WorkerState.Kind;
import dev.finetuning.openweights.internal.job.Workers;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Workers that a Ray cluster runs. Each start of one is an attempt with a number, and its submission's id follows from
 * the job's and that number: so Ray itself refuses a second worker of an attempt, whoever asks for it and whatever
 * became of the answer. The number is the one after that of the last worker that has begun, as the job's events tell;
 * nothing is noted before or after a submission.
 */
public final class RayWorkers implements Workers {
    /** So many submissions in a row may end before their workers begin. */
    private static final int MAX_FALSE_STARTS = 20;

    private static final int LONGEST_REASON = 300;

    private final RaySettings settings;
    private final Path script;
    private final RayJobs jobs;
    private final InstantSource clock;

    /** Workers that run a script, which is uploaded with all that stand beside it. */
    public RayWorkers(RaySettings settings, Path script, InstantSource clock) {
        this.settings = settings;
        this.script = script;
        this.jobs = new RayJobs(settings.host());
        this.clock = clock;
    }

    /** The attempt that counts, or the next one where there is no worker. */
    private record Attempt(long number, WorkerState state) {}

    /** Other folders have jobs on the cluster, too, and perhaps of the same mark. */
    private static String id(JobFolder job, long attempt) {
        return job.id() + "-" + job.distinction() + "-" + attempt;
    }

    @Override
    public void require() {
        jobs.require();
    }

    @Override
    public WorkerState state(JobFolder job) {
        return job.isOver() ? WorkerState.NONE : attempt(job).state();
    }

    /** Goes on from the last attempt whose worker has begun, over those that ended before. */
    private Attempt attempt(JobFolder job) {
        long begun = job.lastAttempt();
        for (long number = begun + 1; number <= begun + MAX_FALSE_STARTS; number++) {
            Optional<RaySubmission> found = jobs.find(id(job, number));
            if (found.isEmpty()) {
                return begun > 0 ? working(job, begun, number) : new Attempt(number, WorkerState.NONE);
            }
            RaySubmission submission = found.get();
            if (!submission.over()) {
                return new Attempt(number, state(submission, Kind.COMING));
            }
            if (submission.hopeless()) {
                return new Attempt(number, new WorkerState(Kind.FAILED, reason(job, number, submission)));
            }
        }
        return new Attempt(
                begun + MAX_FALSE_STARTS,
                new WorkerState(
                        Kind.FAILED,
                        MAX_FALSE_STARTS + " submissions to Ray ended before their workers began, the last of them "
                                + id(job, begun + MAX_FALSE_STARTS)));
    }

    /** Ray takes up to seconds to notice that a process has ended; the worker's last word comes first. */
    private Attempt working(JobFolder job, long begun, long next) {
        if (job.isLeft()) {
            return new Attempt(next, WorkerState.NONE);
        }
        return jobs.find(id(job, begun))
                .filter(submission -> !submission.over())
                .map(submission -> new Attempt(begun, state(submission, Kind.AT_WORK)))
                .orElseGet(() -> new Attempt(next, WorkerState.NONE));
    }

    private static WorkerState state(RaySubmission submission, Kind kind) {
        return new WorkerState(submission.known() ? kind : Kind.UNKNOWN, submission.status());
    }

    /** The process has not begun, so that what it printed is nothing of the data. */
    private String reason(JobFolder job, long number, RaySubmission submission) {
        String words = submission.exitCode().isPresent()
                ? "exit code " + submission.exitCode().getAsLong() + "; it said: "
                        + RayJobs.lastLine(submission.message())
                : submission.error() + "; "
                        + submission.message().lines().findFirst().orElse("");
        String why = words.substring(0, Math.min(words.length(), LONGEST_REASON));
        return "Ray's submission " + id(job, number) + " ended before its worker began, with " + why
                + " (its log on the cluster says more)";
    }

    @Override
    public void start(JobFolder job) {
        Attempt next = attempt(job);
        if (next.state().kind() == Kind.NONE) {
            submit(job, next.number());
        }
    }

    /** Whatever the answer is, or if none comes, what Ray knows afterwards counts. */
    private void submit(JobFolder job, long number) {
        String id = id(job, number);
        try {
            RayPackage scripts = RayPackage.of(folderOf(script));
            jobs.upload(scripts);
            jobs.submit(id, command(job, number, scripts));
        } catch (RequestRejectedException refused) {
            job.end(
                    Workers.outcome("worker_not_started", "Ray refused the worker: " + refused.reason()),
                    clock.instant());
        } catch (RetryLaterException | ProviderFaultException failure) {
            if (!isKnown(id, failure)) {
                throw failure;
            }
        } catch (IOException e) {
            throw Faults.disk("pack worker", e);
        }
    }

    private boolean isKnown(String id, ProviderException failure) {
        try {
            return jobs.find(id).isPresent();
        } catch (ProviderException unknown) {
            failure.addSuppressed(unknown);
            return false;
        }
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }

    private Map<String, Object> command(JobFolder job, long number, RayPackage scripts) {
        List<String> words = new ArrayList<>(settings.launcher());
        words.add(String.valueOf(script.getFileName()));
        words.add(seen(job.path()));
        words.add("--attempt");
        words.add(String.valueOf(number));
        Map<String, Object> command = new LinkedHashMap<>(settings.resources());
        command.put("entrypoint", words.stream().map(RayWorkers::quoted).collect(Collectors.joining(" ")));
        command.put("submission_id", id(job, number));
        command.put("runtime_env", Map.of("working_dir", "gcs://" + scripts.name(), "env_vars", settings.variables()));
        command.put("metadata", Map.of("fine_tuning_job", job.id()));
        return command;
    }

    /** A word for a POSIX shell. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    @Override
    public void stop(JobFolder job, boolean firmly) {
        Attempt attempt = attempt(job);
        Kind kind = attempt.state().kind();
        if (kind == Kind.COMING || firmly) {
            // a worker that has said its last word, and hangs, is none that counts
            jobs.stop(id(job, kind == Kind.NONE ? job.lastAttempt() : attempt.number()));
        }
    }

    /** The logs of all attempts in order; those that are over are kept in the job's folder. */
    @Override
    public String log(JobFolder job) {
        StringBuilder all = new StringBuilder();
        boolean known = true;
        for (long number = 1; known || number <= job.lastAttempt(); number++) {
            Optional<String> part = log(job, number);
            known = part.isPresent();
            all.append(part.orElse(""));
        }
        return all.toString();
    }

    private Optional<String> log(JobFolder job, long number) {
        Path kept = job.path().resolve("ray-" + number + ".log");
        try {
            if (Files.exists(kept)) {
                return Optional.of(Files.readString(kept));
            }
            Optional<RaySubmission> submission = jobs.find(id(job, number));
            if (submission.isEmpty()) {
                return Optional.empty();
            }
            String log = jobs.log(id(job, number));
            if (submission.get().over()) {
                AtomicFile.writeText(kept, log);
            }
            return Optional.of(log);
        } catch (IOException e) {
            throw Faults.disk("read log", e);
        }
    }

    @Override
    public String seen(Path place) {
        return settings.folders().seen(place);
    }

    @Override
    public void close() {
        jobs.close();
    }
}
