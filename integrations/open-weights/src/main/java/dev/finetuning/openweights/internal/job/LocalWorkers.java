package dev.finetuning.openweights.internal.job;

import dev.finetuning.Sleeper;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Workers beside this process. Each is a process of its own with its streams in files, and outlives this one. Starting
 * one too many does no harm: it finds the lock taken and ends.
 */
public final class LocalWorkers implements Workers {
    private static final int BUSY = 75;
    private static final String LOG = "err.log";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path python;
    private final Path script;
    private final List<String> launcher;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /**
     * Starts workers.
     *
     * @param python the interpreter
     * @param script the worker's
     * @param launcher the command that starts the script in several processes; none if empty
     */
    public LocalWorkers(Path python, Path script, List<String> launcher, InstantSource clock, Sleeper sleeper) {
        this.python = python;
        this.script = script;
        this.launcher = List.copyOf(launcher);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** The interpreter was looked at when the request was checked. */
    @Override
    public void require() {
        // nothing else is needed
    }

    /** Starts a worker for a job and waits until it works. */
    @Override
    public void start(JobFolder job) {
        long before = greetings(job);
        Path log = job.path().resolve(LOG);
        long said = log.toFile().length();
        Process worker;
        try {
            worker = PythonProcess.of(python, command(job))
                    .directory(job.path().toFile())
                    .redirectOutput(
                            Redirect.appendTo(job.path().resolve("out.log").toFile()))
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            fail(job, "the Python interpreter of the pipeline cannot be started; name another environment");
            return;
        }
        awaitGreeting(job, worker, before, () -> PythonProcess.why(log, said));
    }

    private String[] command(JobFolder job) {
        List<String> words =
                new ArrayList<>(List.of(script.toString(), job.path().toString()));
        if (!launcher.isEmpty()) {
            words.add("--launch");
            words.addAll(launcher);
        }
        return words.toArray(String[]::new);
    }

    private void awaitGreeting(JobFolder job, Process worker, long before, Supplier<String> why) {
        Instant deadline = clock.instant().plus(PATIENCE);
        while (greetings(job) == before && clock.instant().isBefore(deadline)) {
            if (!worker.isAlive()) {
                if (greetings(job) == before && worker.exitValue() != BUSY && worker.exitValue() != 0) {
                    fail(
                            job,
                            "the worker ended with exit code " + worker.exitValue() + " before it began; " + why.get());
                }
                return;
            }
            try {
                sleeper.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                // the job exists and is seen to by its worker; the caller's next look tells
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static long greetings(JobFolder job) {
        return job.events().stream()
                .filter(event -> event.text("type", "").equals("hello"))
                .count();
    }

    /** Writes the failure of a job whose worker does not come up. */
    private void fail(JobFolder job, String message) {
        job.end(Workers.outcome("worker_not_started", message), clock.instant());
    }

    /** Its lock tells all. */
    @Override
    public WorkerState state(JobFolder job) {
        return WorkerState.NONE;
    }

    /** It reads its orders as soon as it has begun. */
    @Override
    public void stop(JobFolder job, boolean firmly) {
        // nothing else is needed
    }

    @Override
    public String log(JobFolder job) {
        try {
            return new String(Files.readAllBytes(job.path().resolve(LOG)), StandardCharsets.UTF_8);
        } catch (NoSuchFileException nothingYet) {
            return "";
        } catch (IOException e) {
            throw Faults.disk("read log", e);
        }
    }

    @Override
    public String seen(Path place) {
        return place.toString();
    }
}
