package dev.finetuning.openweights.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Plays the head of a Ray cluster as version 2.60 answers: takes packages and submissions, runs each command in a process
 * of its own, refuses a second submission of an id with a traceback, and after {@link #restart} knows nothing any more.
 */
public final class RaySandbox extends ProviderSandbox<RaySandbox> {
    private final Map<String, Path> packages = new LinkedHashMap<>();
    private final Map<String, Submission> submissions = new LinkedHashMap<>();
    private final Routes routes = new Routes("/api");
    private boolean full;
    private boolean slow;
    private String token = "";

    /** A submission; without a command it waits or never ran. */
    private static final class Submission {
        private final JsonNode request;
        private String status = "PENDING";
        private String message = "Job has not started yet.";
        private String error = "";
        private boolean stopped;
        private RayCommand command;

        private Submission(JsonNode request) {
            this.request = request;
        }
    }

    public RaySandbox() {
        routes.on("GET", "/version", (request, id) -> Answer.ok(Json.map("version", "4", "ray_version", "2.60.0")));
        routes.on("PUT", "/packages/gcs/*", (request, name) -> keep(name, request.body()));
        routes.on("POST", "/jobs/", (request, id) -> submit(Json.parse(request.body())));
        routes.on("GET", "/jobs/*", (request, id) -> known(id) ? tell(id) : unknown(id));
        routes.on("GET", "/jobs/*/logs", (request, id) -> known(id) ? log(id) : unknown(id));
        routes.on("POST", "/jobs/*/stop", (request, id) -> known(id) ? stop(id) : unknown(id));
    }

    /** Wants a token with every request. */
    public synchronized RaySandbox token(String newToken) {
        token = newToken;
        return this;
    }

    /** Lets submissions wait for resources, or lets those go that wait. */
    public synchronized void full(boolean isFull) {
        full = isFull;
        submissions.values().forEach(this::run);
    }

    /** Does not notice that processes have ended, as Ray takes a second for it, or notices it. */
    public synchronized void slow(boolean isSlow) {
        slow = isSlow;
    }

    /** Ends the head and all processes as if the machine had failed, and starts it again. */
    public synchronized void restart() {
        submissions.values().stream().filter(each -> each.command != null).forEach(each -> each.command.kill());
        submissions.clear();
        packages.clear();
    }

    /** Ends an attempt of a job as Ray does by itself. */
    public synchronized void fail(String job, int attempt, String error, String message) {
        Submission submission = submissions.get(id(job, attempt));
        submission.status = "FAILED";
        submission.error = error;
        submission.message = message;
    }

    /** Ends an attempt of a job as somebody does at the cluster. */
    public synchronized void stopByHand(String job, int attempt) {
        stop(id(job, attempt));
    }

    private String id(String job, int attempt) {
        return submissions.keySet().stream()
                .filter(id -> id.startsWith(job + "-") && id.endsWith("-" + attempt))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers of a job's attempts that Ray knows. */
    public synchronized List<Integer> attempts(String job) {
        return attempts(job, submissions.keySet().stream());
    }

    /** The numbers of a job's attempts among the ids of submissions. */
    public static List<Integer> attempts(String job, Stream<String> ids) {
        return ids.filter(id -> id.startsWith(job + "-"))
                .map(id -> Integer.valueOf(id.substring(id.lastIndexOf('-') + 1)))
                .sorted()
                .toList();
    }

    /** The ids that Ray knows. */
    public synchronized List<String> ids() {
        return List.copyOf(submissions.keySet());
    }

    /** A request that was accepted. */
    public synchronized JsonNode request(String job, int attempt) {
        return submissions.get(id(job, attempt)).request;
    }

    private boolean known(String id) {
        return submissions.containsKey(id);
    }

    private static Answer unknown(String id) {
        return text(404, "Job " + id + " does not exist");
    }

    private static Answer text(int status, String words) {
        return Answer.of(status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }

    private Answer keep(String name, byte[] zip) {
        try (ZipInputStream entries = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
            Path folder = Files.createTempDirectory("ray-package");
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                write(folder.resolve(entry.getName()), entries);
            }
            packages.put(name, folder);
            return text(200, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, InputStream content) throws IOException {
        Files.write(file, content.readAllBytes());
    }

    private Answer submit(JsonNode request) {
        String id = request.path("submission_id").asText();
        if (request.path("entrypoint").asText().isEmpty()) {
            return text(400, "TypeError: JobSubmitRequest.__init__() missing 1 required positional argument");
        }
        if (known(id)) {
            return text(
                    500,
                    "Traceback (most recent call last):\n  File \"job_head.py\", line 419, in submit_job\nRuntimeError:"
                            + " Request failed with status code 400: ValueError: Job with submission_id " + id
                            + " already exists. Please use a different submission_id.\n.");
        }
        Submission submission = new Submission(request);
        submissions.put(id, submission);
        run(submission);
        return Answer.ok(Json.map("job_id", id, "submission_id", id));
    }

    private void run(Submission submission) {
        String name = submission
                .request
                .path("runtime_env")
                .path("working_dir")
                .asText()
                .replaceFirst("gcs://", "");
        if (full || !submission.status.equals("PENDING")) {
            return;
        }
        if (submission.stopped) {
            submission.status = "STOPPED";
            return;
        }
        if (!packages.containsKey(name)) {
            submission.status = "FAILED";
            submission.error = "RUNTIME_ENV_SETUP_FAILURE";
            submission.message = "runtime_env setup failed: package " + name + " is not found";
            return;
        }
        submission.status = "RUNNING";
        submission.message = "Job is currently running.";
        submission.command =
                RayCommand.start(submission.request.path("entrypoint").asText(), packages.get(name));
    }

    private Answer tell(String id) {
        Submission submission = submissions.get(id);
        Integer exit = null;
        if (!slow
                && submission.command != null
                && submission.command.isOver()
                && (submission.status.equals("RUNNING") || submission.error.equals("JOB_ENTRYPOINT_COMMAND_ERROR"))) {
            exit = submission.command.exitCode();
            submission.status = exit == 0 ? "SUCCEEDED" : "FAILED";
            submission.error = exit == 0 ? "" : "JOB_ENTRYPOINT_COMMAND_ERROR";
            submission.message = exit == 0
                    ? "Job finished successfully."
                    : "Job entrypoint command failed with exit code " + exit
                            + ", last available logs (truncated to 20,000 chars):\n" + submission.command.log();
        }
        return Answer.ok(Json.map(
                "type",
                "SUBMISSION",
                "submission_id",
                id,
                "status",
                submission.status,
                "entrypoint",
                submission.request.path("entrypoint").asText(),
                "message",
                submission.message,
                "error_type",
                submission.error.isEmpty() ? null : submission.error,
                "driver_exit_code",
                exit));
    }

    private Answer log(String id) {
        RayCommand command = submissions.get(id).command;
        return Answer.ok(Json.map("logs", command == null ? "" : command.log()));
    }

    private Answer stop(String id) {
        Submission submission = submissions.get(id);
        boolean running = submission.status.equals("RUNNING");
        // what waits hears of it when its turn has come
        submission.stopped = true;
        if (running) {
            submission.status = "STOPPED";
            submission.message = "Job was intentionally stopped.";
        }
        if (running && submission.command != null) {
            submission.command.stop();
        }
        return Answer.ok(Json.map("stopped", true));
    }

    @Override
    protected RaySandbox self() {
        return this;
    }

    @Override
    protected synchronized Answer answer(ReceivedRequest request) {
        if (!token.isEmpty() && !("Bearer " + token).equals(request.headers().get("authorization"))) {
            return text(401, "Unauthorized: Missing authentication token");
        }
        return routes.answer(request).orElseGet(() -> text(404, "404: Not Found"));
    }

    @Override
    protected Answer unreadable(ReceivedRequest request) {
        return text(400, "the body is not JSON");
    }

    @Override
    public synchronized void close() {
        restart();
        super.close();
    }

    @Override
    public synchronized int jobCount() {
        return submissions.size();
    }

    @Override
    public synchronized int fileCount() {
        return packages.size();
    }
}
