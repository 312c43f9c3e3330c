package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One job: its whole life follows from when it was created and started, the plan, and what was done to it. */
final class SandboxJob {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final int STEPS_AN_EPOCH = 10;

    private final String id;
    private final JsonNode request;
    private final JobPlan plan;
    private final Instant created;
    private final String trouble;
    private final JobCost cost;
    private final boolean eventsOldestFirst;
    private Instant started;
    private Instant cancelled;

    /**
     * What is settled when a job is created.
     *
     * @param plan how it goes on
     * @param trouble what validation will find; empty when it finds nothing
     * @param cost what it costs
     * @param eventsOldestFirst in which order its events are listed
     */
    record Fate(JobPlan plan, String trouble, JobCost cost, boolean eventsOldestFirst) {}

    SandboxJob(String id, JsonNode request, Instant created, Fate fate) {
        this.id = id;
        this.request = request;
        this.created = created;
        this.plan = fate.plan();
        this.trouble = fate.trouble();
        this.cost = fate.cost();
        this.eventsOldestFirst = fate.eventsOldestFirst();
        this.started = request.path("auto_start").asBoolean() ? created.plus(plan.validating()) : null;
    }

    String id() {
        return id;
    }

    JsonNode request() {
        return request;
    }

    Instant created() {
        return created;
    }

    boolean classifier() {
        return request.path("job_type").asText().equals("classifier");
    }

    String model() {
        String suffix = request.path("suffix").asText("");
        return "ft:" + (classifier() ? "classifier:" : "")
                + request.path("model").asText() + ":5a4db0c5:" + DAY.format(created) + ":"
                + (suffix.isEmpty() ? "" : suffix + ":") + id.substring(0, 8);
    }

    synchronized boolean start(Instant now) {
        boolean resting = status(now).equals("VALIDATED");
        started = resting ? now : started;
        return resting;
    }

    synchronized boolean cancel(Instant now) {
        boolean going = !List.of("SUCCESS", "FAILED_VALIDATION", "CANCELLED").contains(status(now));
        cancelled = going ? now : cancelled;
        return going;
    }

    synchronized String status(Instant now) {
        String status = "QUEUED";
        for (Map.Entry<Instant, String> change : changes().entrySet()) {
            status = change.getKey().isAfter(now) ? status : change.getValue();
        }
        return status;
    }

    /** When the job comes to which status, in order. Changes at the same moment: the last one shows. */
    private Map<Instant, String> changes() {
        Map<Instant, String> changes = new LinkedHashMap<>();
        changes.put(created, "QUEUED");
        changes.put(created.plus(plan.validating().dividedBy(2)), "VALIDATING");
        changes.put(created.plus(plan.validating()), trouble.isEmpty() ? "VALIDATED" : "FAILED_VALIDATION");
        if (started != null && trouble.isEmpty()) {
            changes.put(started, "QUEUED");
            changes.put(begin(), "RUNNING");
            changes.put(end(), "SUCCESS");
        }
        if (cancelled != null) {
            changes.keySet().removeIf(at -> !at.isBefore(cancelled));
            changes.put(cancelled, "CANCELLED");
        }
        return changes;
    }

    private Instant begin() {
        return started.plus(plan.queued());
    }

    private Instant end() {
        return begin().plus(plan.epoch().multipliedBy(cost.wholeEpochs()));
    }

    /** The job as lists show it. */
    synchronized Map<String, Object> json(Instant now) {
        String status = status(now);
        boolean done = status.equals("SUCCESS");
        boolean validated =
                !List.of("QUEUED", "VALIDATING", "FAILED_VALIDATION").contains(status) || started != null;
        Map<String, Object> json = Json.map(
                "id",
                id,
                "auto_start",
                request.path("auto_start").asBoolean(),
                "model",
                request.path("model").asText(),
                "status",
                status,
                "created_at",
                created.getEpochSecond(),
                "modified_at",
                modified(now).getEpochSecond(),
                "training_files",
                fileIds(),
                "validation_files",
                Json.value(request.path("validation_files")),
                "object",
                "job",
                "fine_tuned_model",
                done ? model() : null,
                "suffix",
                Json.value(request.path("suffix")),
                "integrations",
                integrations(),
                "trained_tokens",
                done ? (Object) cost.trainTokens() : null,
                "metadata",
                validated ? cost.json(created) : JobCost.unknown(),
                "job_type",
                classifier() ? "classifier" : "completion",
                "hyperparameters",
                cost.hyperparameters(request));
        addKind(json);
        return json;
    }

    private void addKind(Map<String, Object> json) {
        if (classifier()) {
            List<Object> targets = new ArrayList<>();
            request.path("classifier_targets")
                    .forEach(target -> targets.add(Json.map(
                            "name", target.path("name").asText(),
                            "labels", Json.value(target.path("labels")),
                            "weight", target.path("weight").asDouble(1),
                            "loss_function", target.path("loss_function").asText("single_class"))));
            json.put("classifier_targets", targets);
            return;
        }
        List<Object> repositories = new ArrayList<>();
        request.path("repositories")
                .forEach(repository -> repositories.add(Json.map(
                        "type", "github",
                        "name", repository.path("name").asText(),
                        "owner", repository.path("owner").asText(),
                        "ref", Json.value(repository.path("ref")),
                        "weight", repository.path("weight").asDouble(1),
                        "commit_id", "0123456789abcdef0123456789abcdef01234567")));
        json.put("repositories", repositories);
    }

    private List<Object> integrations() {
        List<Object> integrations = new ArrayList<>();
        request.path("integrations")
                .forEach(integration -> integrations.add(Json.map(
                        "type", "wandb",
                        "project", integration.path("project").asText(),
                        "name", Json.value(integration.path("name")),
                        "run_name", Json.value(integration.path("run_name")),
                        "url", null)));
        return integrations;
    }

    List<String> fileIds() {
        List<String> ids = new ArrayList<>();
        request.path("training_files")
                .forEach(file -> ids.add(
                        file.isTextual() ? file.asText() : file.path("file_id").asText()));
        return ids;
    }

    private Instant modified(Instant now) {
        return changes().keySet().stream()
                .filter(at -> !at.isAfter(now))
                .max(Instant::compareTo)
                .orElse(created);
    }

    /** The job with its events and checkpoints. */
    synchronized Map<String, Object> details(Instant now) {
        Map<String, Object> json = json(now);
        json.put("events", events(now));
        json.put("checkpoints", checkpoints(now));
        return json;
    }

    private List<Map<String, Object>> events(Instant now) {
        List<Map<String, Object>> events = new ArrayList<>();
        changes().forEach((at, status) -> {
            if (!at.isAfter(now)) {
                Map<String, Object> data = status.startsWith("FAILED")
                        ? Map.of("status", status, "error", trouble)
                        : Map.of("status", status);
                events.add(Json.map("name", "status-updated", "data", data, "created_at", at.getEpochSecond()));
            }
        });
        if (!eventsOldestFirst) {
            Collections.reverse(events);
        }
        return events;
    }

    /** Newest first; the accuracy is above 1, as in a sample that Mistral published. */
    private List<Map<String, Object>> checkpoints(Instant now) {
        List<Map<String, Object>> checkpoints = new ArrayList<>();
        if (started == null || !trouble.isEmpty()) {
            return checkpoints;
        }
        for (int epoch = cost.wholeEpochs(); epoch >= 1; epoch--) {
            Instant at = begin().plus(plan.epoch().multipliedBy(epoch));
            if (!at.isAfter(now) && (cancelled == null || at.isBefore(cancelled))) {
                checkpoints.add(Json.map(
                        "metrics",
                        Json.map(
                                "train_loss", 3.0 / (1 + epoch), "valid_loss", null, "valid_mean_token_accuracy", 1.76),
                        "step_number",
                        epoch * STEPS_AN_EPOCH,
                        "created_at",
                        at.getEpochSecond()));
            }
        }
        return checkpoints;
    }
}
