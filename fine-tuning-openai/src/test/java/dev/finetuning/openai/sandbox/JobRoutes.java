package dev.finetuning.openai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ContentFolder;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /fine_tuning/jobs} and {@code /models}. */
final class JobRoutes {
    private static final int FEWEST_EXAMPLES = 10;

    private final Store store;
    private final Supplier<JobPlan> plan;
    private final Map<String, String> resultFiles = new HashMap<>();

    JobRoutes(Store store, Supplier<JobPlan> plan) {
        this.store = store;
        this.plan = plan;
    }

    void addTo(Routes routes) {
        String jobs = "/fine_tuning/jobs";
        routes.on("POST", jobs, (request, id) -> create(request))
                .on("GET", jobs, (request, id) -> list(request))
                .on("GET", jobs + "/*", (request, id) -> withJob(id, this::ok))
                .on("POST", jobs + "/*/cancel", (request, id) -> withJob(id, this::cancel))
                .on("POST", jobs + "/*/pause", (request, id) -> withJob(id, job -> steer(job, job.pause(now()))))
                .on("POST", jobs + "/*/resume", (request, id) -> withJob(id, job -> steer(job, job.resume(now()))))
                .on(
                        "GET",
                        jobs + "/*/events",
                        (request, id) -> withJob(id, job -> Replies.page(job.events(now()), request.query(), 20)))
                .on(
                        "GET",
                        jobs + "/*/checkpoints",
                        (request, id) -> withJob(id, job -> Replies.page(job.checkpoints(now()), request.query(), 10)))
                .on("GET", "/models", (request, id) -> models())
                .on("GET", "/models/*", (request, id) -> model(id))
                .on("DELETE", "/models/*", (request, id) -> deleteModel(id));
    }

    private Instant now() {
        return store.clock().instant();
    }

    private Answer create(ReceivedRequest request) {
        JsonNode body = Json.parse(request.body());
        Optional<JobRules.Problem> problem = JobRules.in(body);
        if (problem.isPresent()) {
            return Replies.invalid(problem.get().param(), problem.get().message());
        }
        Optional<Store.StoredFile> file = store.file(body.path("training_file").asText())
                .filter(each -> each.purpose().equals("fine-tune"));
        if (file.isEmpty()) {
            return unusable("training_file", body);
        }
        boolean validates = body.hasNonNull("validation_file");
        if (validates && store.file(body.path("validation_file").asText()).isEmpty()) {
            return unusable("validation_file", body);
        }
        String base = body.path("model").asText();
        if (!store.known(base)) {
            return Replies.error(400, "model_not_available", "Model " + base + " is not available for fine-tuning.");
        }
        SandboxJob job;
        synchronized (store) {
            job = new SandboxJob(store.newId("ftjob-"), body, plan.get(), now(), trouble(file.get()));
            store.jobs.put(job.id(), job);
        }
        return ok(job);
    }

    private static Answer unusable(String field, JsonNode body) {
        return Replies.error(
                400,
                "invalid_" + field,
                "invalid " + field + ": " + body.path(field).asText());
    }

    /** Code and message of what validation will find; empty when it finds nothing. */
    private static List<String> trouble(Store.StoredFile file) {
        List<String> lines = ContentFolder.lines(file.content());
        for (int i = 0; i < lines.size(); i++) {
            String problem = problem(lines.get(i));
            if (!problem.isEmpty()) {
                return List.of(
                        "invalid_training_file",
                        "The job failed due to an invalid training file. Invalid file format. Example " + (i + 1)
                                + problem);
            }
        }
        return lines.size() < FEWEST_EXAMPLES
                ? List.of(
                        "invalid_n_examples",
                        "Training file has " + lines.size() + " example(s), but must have at least " + FEWEST_EXAMPLES
                                + " examples")
                : List.of();
    }

    private static String problem(String line) {
        JsonNode record;
        try {
            record = Json.parse(line.replace("\uFEFF", "").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return " is not JSON";
        }
        JsonNode messages = record.path("messages");
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).hasNonNull("role")) {
                return ", message " + (i + 1) + " Discriminator 'role' is missing in value";
            }
        }
        return messages.isArray() || record.has("input") ? "" : " has neither messages nor input";
    }

    private Answer list(ReceivedRequest request) {
        List<Map<String, Object>> newestFirst = new ArrayList<>();
        synchronized (store) {
            store.jobs.values().stream()
                    .filter(job -> carries(job, request))
                    .forEach(job -> newestFirst.add(json(job)));
        }
        Collections.reverse(newestFirst);
        return Replies.page(newestFirst, request.query(), 20);
    }

    private static boolean carries(SandboxJob job, ReceivedRequest request) {
        return request.query().entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith("metadata["))
                .allMatch(parameter -> {
                    String key =
                            parameter.getKey().substring(9, parameter.getKey().length() - 1);
                    return parameter
                            .getValue()
                            .equals(job.request().path("metadata").path(key).asText());
                });
    }

    private Answer withJob(String id, Function<SandboxJob, Answer> then) {
        return store.job(id)
                .map(then)
                .orElseGet(() -> Replies.error(404, "fine_tune_not_found", "Could not find fine tune: " + id));
    }

    private Answer cancel(SandboxJob job) {
        return steer(job, job.cancel(now()));
    }

    private Answer steer(SandboxJob job, boolean done) {
        return done ? ok(job) : Replies.error(400, "invalid_state", "Job " + job.id() + " is " + job.status(now()));
    }

    private Answer ok(SandboxJob job) {
        return Answer.ok(json(job));
    }

    private Map<String, Object> json(SandboxJob job) {
        long tokens = store.file(job.request().path("training_file").asText())
                .map(file -> ContentFolder.size(file.content()) / 4)
                .orElse(0L);
        return job.json(now(), tokens, resultFile(job));
    }

    private String resultFile(SandboxJob job) {
        if (!job.status(now()).equals("succeeded")) {
            return "";
        }
        synchronized (store) {
            return resultFiles.computeIfAbsent(job.id(), id -> {
                Path content = store.newContent();
                try {
                    Files.writeString(content, job.resultCsv());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return store.add("step_metrics.csv", "fine-tune-results", content)
                        .id();
            });
        }
    }

    private Answer models() {
        List<Map<String, Object>> models = new ArrayList<>();
        models.add(modelJson("gpt-4.1-mini-2025-04-14"));
        synchronized (store) {
            store.jobs.values().stream()
                    .filter(job -> store.jobOfModel(job.model()).isPresent())
                    .forEach(job -> models.add(modelJson(job.model())));
        }
        return Answer.ok(Json.map("object", "list", "data", models));
    }

    private Answer model(String id) {
        return !store.known(id)
                ? Replies.error(404, "model_not_found", "The model '" + id + "' does not exist")
                : Answer.ok(modelJson(id));
    }

    private Answer deleteModel(String id) {
        if (store.jobOfModel(id).isEmpty()) {
            return Replies.error(404, "model_not_found", "The model '" + id + "' does not exist");
        }
        synchronized (store) {
            store.deletedModels.add(id);
        }
        return Answer.ok(Json.map("id", id, "object", "model", "deleted", true));
    }

    private Map<String, Object> modelJson(String id) {
        return Json.map(
                "id", id,
                "object", "model",
                "created", store.now(),
                "owned_by", "sandbox",
                "shutdown_date", "2027-01-14");
    }
}
