package dev.finetuning.openai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One job: its whole life follows from when it was created, the plan, and what was done to it. */
final class SandboxJob {
    private static final int STEPS_AN_EPOCH = 10;

    private final String id;
    private final JsonNode request;
    private final JobPlan plan;
    private final Instant created;
    private final int epochs;
    private final List<String> trouble;
    private Instant cancelled;
    private Instant pausedAt;
    private Duration pausedFor = Duration.ZERO;

    SandboxJob(String id, JsonNode request, JobPlan plan, Instant created, List<String> trouble) {
        this.id = id;
        this.request = request;
        this.plan = plan;
        this.created = created;
        this.trouble = trouble;
        this.epochs = epochs(request, plan);
    }

    private static int epochs(JsonNode request, JobPlan plan) {
        JsonNode method = request.path("method");
        JsonNode wanted = method.path(method.path("type").asText())
                .path("hyperparameters")
                .path("n_epochs");
        return (wanted.isNumber() ? wanted : request.path("hyperparameters").path("n_epochs")).asInt(plan.epochs());
    }

    String id() {
        return id;
    }

    JsonNode request() {
        return request;
    }

    String model() {
        String suffix = request.path("suffix").asText("");
        return "ft:" + request.path("model").asText() + ":sandbox:" + suffix + ":" + id.substring(id.length() - 8);
    }

    synchronized boolean cancel(Instant now) {
        boolean going = !ended(now);
        cancelled = going ? now : cancelled;
        return going;
    }

    synchronized boolean pause(Instant now) {
        boolean running = status(now).equals("running");
        pausedAt = running ? now : pausedAt;
        return running;
    }

    synchronized boolean resume(Instant now) {
        boolean paused = status(now).equals("paused");
        if (paused) {
            pausedFor = pausedFor.plus(Duration.between(pausedAt, now));
            pausedAt = null;
        }
        return paused;
    }

    private boolean ended(Instant now) {
        return List.of("succeeded", "failed", "cancelled").contains(status(now));
    }

    synchronized String status(Instant now) {
        if (cancelled != null) {
            return "cancelled";
        }
        Duration age = age(now);
        if (age.compareTo(plan.validating()) < 0) {
            return "validating_files";
        }
        if (!trouble.isEmpty()) {
            return "failed";
        }
        if (age.compareTo(plan.validating().plus(plan.queued())) < 0) {
            return "queued";
        }
        if (pausedAt != null) {
            return "paused";
        }
        return age.compareTo(end()) < 0 ? "running" : "succeeded";
    }

    /** How far the job's own time has come: it stands still while the job is paused. */
    private Duration age(Instant now) {
        Instant until = cancelled != null ? cancelled : pausedAt != null ? pausedAt : now;
        return Duration.between(created, until).minus(pausedFor);
    }

    private Duration begin() {
        return plan.validating().plus(plan.queued());
    }

    private Duration end() {
        return begin().plus(plan.epoch().multipliedBy(epochs));
    }

    synchronized Map<String, Object> json(Instant now, long fileTokens, String resultFile) {
        String status = status(now);
        boolean done = status.equals("succeeded");
        boolean supervised =
                request.path("method").path("type").asText("supervised").equals("supervised");
        Map<String, Object> json = Json.map(
                "id",
                id,
                "object",
                "fine_tuning.job",
                "model",
                request.path("model").asText(),
                "created_at",
                created.getEpochSecond(),
                "finished_at",
                ended(now) ? (Object) endedAt().getEpochSecond() : null,
                "fine_tuned_model",
                done ? model() : null,
                "organization_id",
                "org-sandbox",
                "result_files",
                done ? List.of(resultFile) : List.of(),
                "status",
                status,
                "validation_file",
                Json.value(request.path("validation_file")),
                "training_file",
                request.path("training_file").asText(),
                "hyperparameters",
                supervised ? Json.map("n_epochs", epochs) : null,
                "trained_tokens",
                done ? (Object) (fileTokens * epochs) : null,
                "error",
                error(status),
                "seed",
                request.path("seed").asLong(42),
                "integrations",
                List.of(),
                "metadata",
                Json.value(request.path("metadata")),
                "estimated_finish",
                status.equals("running") ? (Object) created.plus(end()).getEpochSecond() : null);
        if (request.has("method")) {
            json.put("method", Json.value(request.path("method")));
        }
        return json;
    }

    private Object error(String status) {
        return status.equals("failed")
                ? Json.map("code", trouble.get(0), "message", trouble.get(1), "param", "training_file")
                : null;
    }

    private Instant endedAt() {
        return cancelled != null
                ? cancelled
                : created.plus(trouble.isEmpty() ? end() : plan.validating()).plus(pausedFor);
    }

    /** The events so far, newest first, as OpenAI lists them. */
    synchronized List<Map<String, Object>> events(Instant now) {
        EventLog events = new EventLog(id, created, age(now));
        events.message(Duration.ZERO, "info", "Created fine-tuning job: " + id);
        events.message(Duration.ZERO, "info", "Validating training file");
        if (!trouble.isEmpty()) {
            events.message(plan.validating(), "error", trouble.get(1));
        } else {
            events.message(plan.validating(), "info", "Files validated, moving job to queued state");
            events.message(begin(), "info", "Fine-tuning job started");
            for (int step = 1; step <= epochs * STEPS_AN_EPOCH; step++) {
                events.metrics(at(step), message(step), metrics(step));
            }
            events.message(end(), "info", "The job has successfully completed");
        }
        return events.newestFirst();
    }

    private Duration at(int step) {
        return begin().plus(plan.epoch().multipliedBy(step).dividedBy(STEPS_AN_EPOCH));
    }

    private String message(int step) {
        return "Step " + step + "/" + epochs * STEPS_AN_EPOCH + ": training loss=" + loss(step);
    }

    private Map<String, Object> metrics(int step) {
        return Json.map(
                "step",
                step,
                "total_steps",
                epochs * STEPS_AN_EPOCH,
                "train_loss",
                loss(step),
                "train_mean_token_accuracy",
                1 - loss(step) / 4);
    }

    private static double loss(int step) {
        return Math.round(3e5 / (1 + step / 5.0)) / 1e5;
    }

    /** The checkpoints so far, newest first. */
    synchronized List<Map<String, Object>> checkpoints(Instant now) {
        List<Map<String, Object>> checkpoints = new ArrayList<>();
        for (int epoch = epochs; epoch >= 1; epoch--) {
            int step = epoch * STEPS_AN_EPOCH;
            if (trouble.isEmpty() && age(now).compareTo(at(step)) >= 0) {
                checkpoints.add(Json.map(
                        "object",
                        "fine_tuning.job.checkpoint",
                        "id",
                        "ftckpt-" + id + "-" + step,
                        "created_at",
                        created.plus(at(step)).getEpochSecond(),
                        "fine_tuned_model_checkpoint",
                        model() + ":ckpt-step-" + step,
                        "fine_tuning_job_id",
                        id,
                        "metrics",
                        metrics(step),
                        "step_number",
                        step));
            }
        }
        return checkpoints;
    }

    /** The result file: a header, and a row a step. */
    synchronized String resultCsv() {
        Map<Integer, Double> losses = new LinkedHashMap<>();
        for (int step = 1; step <= epochs * STEPS_AN_EPOCH; step++) {
            losses.put(step, loss(step));
        }
        StringBuilder csv = new StringBuilder("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n");
        losses.forEach((step, loss) -> csv.append(step)
                .append(',')
                .append(loss)
                .append(',')
                .append(1 - loss / 4)
                .append(",,\n"));
        return csv.toString();
    }
}
