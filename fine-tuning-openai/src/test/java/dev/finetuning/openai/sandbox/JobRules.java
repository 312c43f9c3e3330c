package dev.finetuning.openai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the description and the provider's own refusals say of a job's fields. */
final class JobRules {
    private static final Set<String> METHODS = Set.of("supervised", "dpo", "reinforcement");
    private static final int MAX_PAIRS = 16;

    private JobRules() {}

    /** A refusal: the field, and what is wrong with it. */
    record Problem(String param, String message) {}

    /** The first problem of a body; empty where there is none. */
    static Optional<Problem> in(JsonNode body) {
        if (!body.path("model").isTextual()) {
            return problem("model", "you must provide a model parameter.");
        }
        if (body.has("method") && body.has("hyperparameters")) {
            return problem("method", "method and hyperparameters exclude each other.");
        }
        JsonNode suffix = body.path("suffix");
        if (suffix.isTextual() && (suffix.asText().isEmpty() || suffix.asText().length() > 64)) {
            return problem("suffix", "string too long or empty: 1 to 64 characters.");
        }
        JsonNode seed = body.path("seed");
        if (seed.isNumber() && (seed.asLong() < 0 || seed.asLong() > Integer.MAX_VALUE)) {
            return problem("seed", "expected an integer from 0 to 2147483647.");
        }
        return metadata(body.path("metadata")).or(() -> method(body));
    }

    private static Optional<Problem> metadata(JsonNode metadata) {
        if (metadata.size() > MAX_PAIRS) {
            return problem("metadata", "at most " + MAX_PAIRS + " pairs.");
        }
        for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
            boolean fits = pair.getKey().length() <= 64
                    && pair.getValue().isTextual()
                    && pair.getValue().asText().length() <= 512;
            if (!fits) {
                return problem("metadata", "keys of at most 64 characters, and strings of at most 512.");
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> method(JsonNode body) {
        JsonNode method = body.path("method");
        if (method.isObject() && !METHODS.contains(method.path("type").asText())) {
            return problem("method.type", "supported values are 'supervised', 'dpo' and 'reinforcement'.");
        }
        JsonNode inside = method.path(method.path("type").asText()).path("hyperparameters");
        JsonNode numbers = inside.isObject() ? inside : body.path("hyperparameters");
        return range(numbers, "n_epochs", 1, 50, true)
                .or(() -> range(numbers, "batch_size", 1, 256, true))
                .or(() -> range(numbers, "learning_rate_multiplier", Double.MIN_VALUE, Double.MAX_VALUE, false))
                .or(() -> range(numbers, "beta", Double.MIN_VALUE, 2, false));
    }

    private static Optional<Problem> range(JsonNode numbers, String name, double min, double max, boolean whole) {
        JsonNode value = numbers.path(name);
        if (value.isMissingNode() || value.isNull() || value.asText().equals("auto")) {
            return Optional.empty();
        }
        boolean fits = value.isNumber()
                && value.asDouble() >= min
                && value.asDouble() <= max
                && (!whole || value.asDouble() == Math.rint(value.asDouble()));
        return fits ? Optional.empty() : problem(name, "expected 'auto' or a value from " + min + " to " + max + ".");
    }

    private static Optional<Problem> problem(String param, String message) {
        return Optional.of(new Problem(param, message));
    }
}
