package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.mistral.wire.JobLimits;
import dev.finetuning.mistral.wire.MistralJobs;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingMethod.Classifier.Target;
import dev.finetuning.training.TrainingRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A training request as the body of a job. What the provider may choose is left out; {@code auto_start} is
 * always sent, as false, so that the cost can be read before anything is spent.
 */
final class JobBody {
    private JobBody() {}

    static Map<String, Object> fields(TrainingRequest request, MistralSettings settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", request.baseModel());
        fields.put(MistralJobs.TRAINING_FILES, List.of(request.trainingFile()));
        request.validationFile().ifPresent(file -> fields.put("validation_files", List.of(file)));
        request.mark().or(request::suffix).ifPresent(suffix -> fields.put("suffix", suffix));
        fields.put("hyperparameters", hyperparameters(request.hyperparameters()));
        fields.put("auto_start", false);
        if (request.method() instanceof TrainingMethod.Classifier classifier) {
            fields.put("job_type", "classifier");
            fields.put(
                    "classifier_targets",
                    classifier.targets().stream().map(JobBody::target).toList());
        } else {
            fields.put("job_type", "completion");
        }
        settings.jobFields().forEach((name, value) -> fields.put(name, revealed(value)));
        request.options().forEach((name, value) -> fields.put(name, revealed(value)));
        fields.computeIfPresent(MistralJobs.TRAINING_FILES, (name, files) -> fileObjects(files));
        return fields;
    }

    /** All that must not show in a failure of this job's. */
    static List<Secret> secrets(TrainingRequest request, MistralSettings settings) {
        List<Secret> secrets = JobFields.secrets(settings.jobFields());
        secrets.addAll(JobFields.secrets(request.options()));
        return secrets;
    }

    private static Object revealed(Object value) {
        return Objects.requireNonNull(JobFields.revealed(value));
    }

    /** Both spellings are understood, bare ids and objects with a weight; objects are what is published. */
    private static Object fileObjects(Object files) {
        return files instanceof List<?> list
                ? list.stream()
                        .map(file -> file instanceof String id ? Map.of("file_id", id) : file)
                        .toList()
                : files;
    }

    private static Map<String, Object> hyperparameters(Hyperparameters settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        settings.epochs().number().ifPresent(epochs -> fields.put("epochs", epochs));
        HyperparameterValue multiplier = settings.learningRateMultiplier();
        if (!multiplier.auto()) {
            fields.put("learning_rate", multiplier.orElse(1) * JobLimits.DEFAULT_LEARNING_RATE);
        }
        settings.others().forEach((name, value) -> fields.put(name, revealed(value)));
        return fields;
    }

    private static Map<String, Object> target(Target target) {
        return Map.of(
                "name", target.name(),
                "labels", target.labels(),
                "loss_function", target.multiLabel() ? "multi_class" : "single_class");
    }
}
