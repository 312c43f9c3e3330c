package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Json;
import java.time.Instant;
import java.util.Map;

/**
 * What a job takes, by the identities that hold on every published output: {@code train_tokens =
 * training_steps * train_tokens_per_step}, {@code epochs = train_tokens / data_tokens}.
 *
 * @param dataTokens tokens of the data, about a quarter of its bytes
 * @param steps gradient steps
 * @param epochs passes over the data
 */
record JobCost(long dataTokens, long steps, double epochs) {
    /** A thousandth of the real one, so that a test's file is not one step. */
    private static final long TOKENS_A_STEP = 128;

    private static final double DOLLARS_A_TOKEN = 2.0 / 1_000_000;

    static JobCost of(JsonNode hyperparameters, long dataBytes, int usualEpochs) {
        long dataTokens = Math.max(1, dataBytes / 4);
        double wanted = hyperparameters.path("epochs").asDouble(usualEpochs);
        long steps = hyperparameters
                .path("training_steps")
                .asLong(Math.max(1, Math.round(wanted * dataTokens / TOKENS_A_STEP)));
        double epochs = hyperparameters.has("training_steps") ? (double) steps * TOKENS_A_STEP / dataTokens : wanted;
        return new JobCost(dataTokens, steps, epochs);
    }

    long trainTokens() {
        return steps * TOKENS_A_STEP;
    }

    int wholeEpochs() {
        return (int) Math.max(1, Math.ceil(Math.min(epochs, 1000)));
    }

    Map<String, Object> json(Instant start) {
        return Json.map(
                "expected_duration_seconds",
                60 * wholeEpochs(),
                "cost",
                trainTokens() * DOLLARS_A_TOKEN,
                "cost_currency",
                "USD",
                "train_tokens_per_step",
                TOKENS_A_STEP,
                "train_tokens",
                trainTokens(),
                "data_tokens",
                dataTokens,
                "estimated_start_time",
                start.getEpochSecond());
    }

    /** What jobs say before they are validated. */
    static Map<String, Object> unknown() {
        return Json.map(
                "expected_duration_seconds", null,
                "cost", 0.0,
                "cost_currency", null,
                "train_tokens_per_step", null,
                "train_tokens", null,
                "data_tokens", null,
                "estimated_start_time", null);
    }

    Map<String, Object> hyperparameters(JsonNode request) {
        JsonNode given = request.path("hyperparameters");
        return Json.map(
                "training_steps", steps,
                "learning_rate", given.path("learning_rate").asDouble(1e-4),
                "weight_decay", given.path("weight_decay").asDouble(0.1),
                "warmup_fraction", given.path("warmup_fraction").asDouble(0.05),
                "epochs", epochs,
                "seq_len", given.path("seq_len").asLong(16_384));
    }

    /** The answer to a dry run. */
    Map<String, Object> dryRun(Instant now) {
        Map<String, Object> json = json(now);
        json.put("object", "job.metadata");
        json.put("deprecated", true);
        json.put("details", "`dry_run` is deprecated; create a job that does not start by itself.");
        json.put("epochs", epochs);
        json.put("training_steps", steps);
        return json;
    }
}
