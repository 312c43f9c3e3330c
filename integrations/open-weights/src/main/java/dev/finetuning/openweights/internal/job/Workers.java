package dev.finetuning.openweights.internal.job;

import dev.finetuning.Sleeper;
import dev.finetuning.openweights.internal.PythonProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Starts workers. A worker is a process of its own with its streams in files, and outlives this one. Starting one too
 * many does no harm: it finds the lock taken and ends.
 */
public final class Workers {
    private static final int BUSY = 75;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path python;
    private final Path script;
    private final InstantSource clock;
    private final Sleeper sleeper;

    /** Starts workers by that interpreter and script. */
    public Workers(Path python, Path script, InstantSource clock, Sleeper sleeper) {
        this.python = python;
        this.script = script;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Starts a worker for a job and waits until it works. Where it cannot, the job ends as failed. */
    void start(JobFolder job) {
        long before = greetings(job);
        Path log = job.path().resolve("err.log");
        long said = log.toFile().length();
        Process worker;
        try {
            worker = PythonProcess.of(python, script.toString(), job.path().toString())
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
        job.end(outcome("worker_not_started", message), clock.instant());
    }

    static Map<String, Object> outcome(String code, String message) {
        return Map.of(
                "phase",
                "FAILED",
                "failure",
                Map.of("code", Objects.requireNonNull(code), "message", Objects.requireNonNull(message)));
    }
}
