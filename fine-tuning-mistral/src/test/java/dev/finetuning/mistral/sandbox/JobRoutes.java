package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /fine_tuning/jobs}. */
final class JobRoutes {
    private static final List<String> STATUSES = List.of(
            "QUEUED",
            "STARTED",
            "VALIDATING",
            "VALIDATED",
            "RUNNING",
            "FAILED_VALIDATION",
            "FAILED",
            "SUCCESS",
            "CANCELLED",
            "CANCELLATION_REQUESTED");

    private final Store store;
    private final Supplier<JobPlan> plan;
    private final Habits habits;

    JobRoutes(Store store, Supplier<JobPlan> plan, Habits habits) {
        this.store = store;
        this.plan = plan;
        this.habits = habits;
    }

    void addTo(Routes routes) {
        String jobs = "/fine_tuning/jobs";
        routes.on("POST", jobs, (request, id) -> habits.retired() ? gone() : create(request))
                .on("GET", jobs, (request, id) -> habits.retired() ? gone() : list(request))
                .on("GET", jobs + "/*", (request, id) -> withJob(id, this::details))
                .on(
                        "POST",
                        jobs + "/*/start",
                        (request, id) -> withJob(id, job -> steered(job, job.start(store.now()))))
                .on(
                        "POST",
                        jobs + "/*/cancel",
                        (request, id) -> withJob(id, job -> steered(job, job.cancel(store.now()))));
    }

    private static Answer gone() {
        return Replies.detail(410, "The fine-tuning API is no longer available.");
    }

    private Answer create(ReceivedRequest request) {
        JsonNode body = Json.parse(request.body());
        List<Store.StoredFile> files = new ArrayList<>();
        for (JsonNode file : body.path("training_files")) {
            String id = file.isTextual() ? file.asText() : file.path("file_id").asText();
            Optional<Store.StoredFile> stored =
                    store.file(id).filter(each -> each.purpose().equals("fine-tune"));
            if (stored.isEmpty()) {
                return Replies.invalid("File not found", id, "body", "training_files");
            }
            files.add(stored.get());
        }
        if (files.isEmpty() && body.path("repositories").isEmpty()) {
            return Replies.detail(400, "At least one training file or repository is required.");
        }
        for (JsonNode file : body.path("validation_files")) {
            if (store.file(file.asText()).isEmpty()) {
                return Replies.invalid("File not found", file.asText(), "body", "validation_files");
            }
        }
        return JobRules.refusal(body, store).orElseGet(() -> create(request, body, files));
    }

    private Answer create(ReceivedRequest request, JsonNode body, List<Store.StoredFile> files) {
        long bytes = files.stream()
                .mapToLong(file -> ContentFolder.size(file.content()))
                .sum();
        JobPlan current = plan.get();
        JobCost cost = JobCost.of(body.path("hyperparameters"), bytes, current.epochs());
        if (!habits.ignoresDryRuns() && "true".equals(request.query().get("dry_run"))) {
            return Answer.ok(cost.dryRun(store.now()));
        }
        synchronized (store) {
            SandboxJob.Fate fate = new SandboxJob.Fate(current, trouble(files), cost, habits.eventsOldestFirst());
            SandboxJob job = new SandboxJob(store.newId(), body, store.now(), fate);
            store.jobs.put(job.id(), job);
            return Answer.ok(job.json(store.now()));
        }
    }

    /** What validation will find; empty when it finds nothing. */
    private static String trouble(List<Store.StoredFile> files) {
        for (Store.StoredFile file : files) {
            List<String> lines = ContentFolder.lines(file.content());
            for (int i = 0; i < lines.size(); i++) {
                if (!isSample(lines.get(i))) {
                    return "Invalid file format in line " + (i + 1) + ": neither messages nor text";
                }
            }
        }
        return "";
    }

    private static boolean isSample(String line) {
        try {
            JsonNode sample = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            return sample.path("messages").isArray() || sample.path("text").isTextual();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Answer list(ReceivedRequest request) {
        Map<String, String> query = request.query();
        if (!STATUSES.contains(query.getOrDefault("status", "QUEUED"))) {
            return Replies.invalid("Input should be one of " + STATUSES, query.get("status"), "query", "status");
        }
        Instant after;
        Instant before;
        try {
            after = Instant.parse(query.getOrDefault("created_after", Instant.EPOCH.toString()));
            before = Instant.parse(query.getOrDefault("created_before", "9999-12-31T00:00:00Z"));
        } catch (DateTimeParseException e) {
            return Replies.invalid("Input should be a valid datetime", e.getParsedString(), "query", "created_after");
        }
        return Replies.page(
                store.newestFirst(
                        store.jobs,
                        job -> Optional.of(job.json(store.now()))
                                .filter(json -> !job.created().isBefore(after)
                                        && job.created().isBefore(before))
                                .filter(json -> matches(query, "suffix", json.get("suffix")))
                                .filter(json -> matches(query, "model", json.get("model")))
                                .filter(json -> matches(query, "status", json.get("status")))),
                request);
    }

    private static boolean matches(Map<String, String> query, String name, Object value) {
        return !query.containsKey(name) || query.get(name).equals(value);
    }

    private Answer details(SandboxJob job) {
        return Answer.ok(job.details(store.now()));
    }

    private Answer steered(SandboxJob job, boolean done) {
        return done
                ? details(job)
                : Replies.detail(400, "The job " + job.id() + " is " + job.status(store.now()) + ".");
    }

    private Answer withJob(String id, Function<SandboxJob, Answer> then) {
        return habits.retired()
                ? gone()
                : store.job(id).map(then).orElseGet(() -> Replies.notFound("fine tuning job", id));
    }
}
