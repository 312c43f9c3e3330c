package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import java.util.Optional;
import java.util.Set;

/** What the description and the provider's own refusals say of a job's fields. */
final class JobRules {
    /** Models that the documentation names, and that the sandbox lists. */
    private static final Set<String> TRAINABLE = Set.of(
            "open-mistral-7b",
            "mistral-small-latest",
            "codestral-latest",
            "open-mistral-nemo",
            "mistral-large-latest",
            "ministral-8b-latest",
            "ministral-3b-latest",
            "pixtral-12b-latest");

    private static final Set<String> TYPES = Set.of("completion", "classifier");

    private JobRules() {}

    /** The refusal of a body; empty where it is fine. */
    static Optional<Answer> refusal(JsonNode body, Store store) {
        JsonNode numbers = body.path("hyperparameters");
        if (!numbers.isObject()) {
            return Optional.of(Replies.invalid("Field required", null, "body", "hyperparameters"));
        }
        JsonNode suffix = body.path("suffix");
        if (suffix.isTextual() && !suffix.asText().matches("[a-zA-Z0-9_-]{1,18}")) {
            return Optional.of(Replies.invalid(
                    "String should match pattern '^[a-zA-Z0-9_-]{1,18}$'", suffix.asText(), "body", "suffix"));
        }
        if (body.hasNonNull("job_type") && !TYPES.contains(body.path("job_type").asText())) {
            return Optional.of(Replies.invalid(
                    "Input should be 'completion' or 'classifier'",
                    body.path("job_type").asText(),
                    "body",
                    "job_type"));
        }
        return range(numbers, "training_steps", 1, Integer.MAX_VALUE)
                .or(() -> range(numbers, "epochs", Double.MIN_VALUE, Double.MAX_VALUE))
                .or(() -> range(numbers, "learning_rate", 1e-8, 1))
                .or(() -> range(numbers, "weight_decay", 0, 1))
                .or(() -> range(numbers, "warmup_fraction", 0, 1))
                .or(() -> range(numbers, "fim_ratio", 0, 1))
                .or(() -> range(numbers, "seq_len", 100, Integer.MAX_VALUE))
                .or(() -> range(body, "invalid_sample_skip_percentage", 0, 0.5))
                .or(() -> model(body, store));
    }

    private static Optional<Answer> model(JsonNode body, Store store) {
        String model = body.path("model").asText();
        boolean known = TRAINABLE.contains(model) || store.jobOfModel(model).isPresent();
        return known
                ? Optional.empty()
                : Optional.of(Replies.detail(422, "Model " + model + " is not available for this type of fine-tuning"));
    }

    private static Optional<Answer> range(JsonNode fields, String name, double min, double max) {
        JsonNode value = fields.path(name);
        boolean fits = value.isMissingNode()
                || value.isNull()
                || (value.isNumber() && value.asDouble() >= min && value.asDouble() <= max);
        return fits
                ? Optional.empty()
                : Optional.of(
                        Replies.invalid("Input should be from " + min + " to " + max, Json.value(value), "body", name));
    }
}
