package dev.finetuning.openai.wire;

import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training request as the body of a job. What the provider may choose is left out, not sent as "auto". */
public final class OpenAiJobBody {
    private static final int MAX_METADATA = 16;
    private static final int LARGEST_BATCH = 256;

    private OpenAiJobBody() {}

    /** What no OpenAI-shaped provider takes, beside what the capabilities already tell. */
    public static List<String> reasonsAgainst(TrainingRequest request, ProviderProfile profile) {
        List<String> reasons = new ArrayList<>();
        Hyperparameters settings = request.hyperparameters();
        whole("epochs", settings.epochs(), reasons);
        whole("batchSize", settings.batchSize(), reasons);
        if (settings.batchSize().orElse(1) > LARGEST_BATCH) {
            reasons.add("batchSize must be at most " + LARGEST_BATCH + ": " + settings.batchSize());
        }
        int labels = metadata(request).size();
        if (labels > MAX_METADATA) {
            reasons.add("a job takes at most " + MAX_METADATA + " labels, the mark among them: it has " + labels);
        }
        if (profile.topLevelHyperparameters() && request.options().containsKey("method")) {
            reasons.add("this provider takes hyperparameters at the top level, never together with method");
        }
        return reasons;
    }

    private static void whole(String name, HyperparameterValue value, List<String> reasons) {
        double number = value.orElse(1);
        if (number != Math.rint(number)) {
            reasons.add(name + " must be a whole number: " + value);
        }
    }

    /** The body. */
    public static Map<String, Object> fields(
            TrainingRequest request, ProviderProfile profile, Map<String, Object> jobFields) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", request.baseModel());
        fields.put("training_file", request.trainingFile());
        request.validationFile().ifPresent(file -> fields.put("validation_file", file));
        request.suffix().ifPresent(suffix -> fields.put("suffix", suffix));
        request.seed().ifPresent(seed -> fields.put("seed", seed));
        if (profile.topLevelHyperparameters()) {
            fields.put("hyperparameters", hyperparameters(request));
        } else {
            fields.put("method", method(request));
        }
        Map<String, String> metadata = metadata(request);
        if (!metadata.isEmpty()) {
            fields.put("metadata", metadata);
        }
        fields.putAll(jobFields);
        fields.putAll(request.options());
        return fields;
    }

    private static Map<String, String> metadata(TrainingRequest request) {
        Map<String, String> labels = new LinkedHashMap<>(request.metadata());
        request.mark().ifPresent(mark -> labels.put(OpenAiJobs.MARK_KEY, mark));
        return labels;
    }

    private static Map<String, Object> method(TrainingRequest request) {
        String type = request.method() instanceof TrainingMethod.Preference
                ? "dpo"
                : request.method().name();
        Map<String, Object> details = new LinkedHashMap<>();
        if (request.method() instanceof TrainingMethod.Reinforcement reinforcement) {
            details.put("grader", reinforcement.grader());
        }
        Map<String, Object> hyperparameters = hyperparameters(request);
        if (!hyperparameters.isEmpty()) {
            details.put("hyperparameters", hyperparameters);
        }
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("type", type);
        method.put(type, details);
        return method;
    }

    private static Map<String, Object> hyperparameters(TrainingRequest request) {
        Hyperparameters settings = request.hyperparameters();
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "n_epochs", settings.epochs());
        put(fields, "batch_size", settings.batchSize());
        put(fields, "learning_rate_multiplier", settings.learningRateMultiplier());
        if (request.method() instanceof TrainingMethod.Preference preference) {
            put(fields, "beta", preference.beta());
        }
        fields.putAll(settings.others());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, HyperparameterValue value) {
        value.number().ifPresent(number -> {
            boolean whole = number == Math.rint(number);
            fields.put(name, whole ? (Object) (long) number : (Object) number);
        });
    }
}
