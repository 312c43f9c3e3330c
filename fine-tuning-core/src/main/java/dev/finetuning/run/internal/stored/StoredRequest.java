package dev.finetuning.run.internal.stored;

import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A training request as the journal keeps it: everything but the files, which are named when uploaded. */
public record StoredRequest(
        String baseModel,
        String method,
        @Nullable Double beta,
        @Nullable Double desirableWeight,
        @Nullable Double undesirableWeight,
        @Nullable Map<String, Object> grader,
        @Nullable List<TrainingMethod.Classifier.Target> targets,
        StoredHyperparameters hyperparameters,
        @Nullable String suffix,
        @Nullable Long seed,
        Map<String, String> metadata,
        Map<String, Object> options) {
    /** Null means auto. */
    public record StoredHyperparameters(
            @Nullable Double epochs,
            @Nullable Double batchSize,
            @Nullable Double learningRateMultiplier,
            Map<String, Object> others) {}

    public static StoredRequest of(TrainingRequest request) {
        TrainingMethod method = request.method();
        Hyperparameters values = request.hyperparameters();
        return new StoredRequest(
                request.baseModel(),
                method.name(),
                number(beta(method)),
                method instanceof TrainingMethod.Kto kto ? number(kto.desirableWeight()) : null,
                method instanceof TrainingMethod.Kto kto ? number(kto.undesirableWeight()) : null,
                method instanceof TrainingMethod.Reinforcement reinforcement ? reinforcement.grader() : null,
                method instanceof TrainingMethod.Classifier classifier ? classifier.targets() : null,
                new StoredHyperparameters(
                        number(values.epochs()),
                        number(values.batchSize()),
                        number(values.learningRateMultiplier()),
                        values.others()),
                request.suffix().orElse(null),
                request.seed().orElse(null),
                request.metadata(),
                request.options());
    }

    private static HyperparameterValue beta(TrainingMethod method) {
        if (method instanceof TrainingMethod.Kto kto) {
            return kto.beta();
        }
        return method instanceof TrainingMethod.Preference preference ? preference.beta() : HyperparameterValue.AUTO;
    }

    private static @Nullable Double number(HyperparameterValue value) {
        return value.auto() ? null : (Double) value.orElse(0);
    }

    private static HyperparameterValue value(@Nullable Double number) {
        return number == null ? HyperparameterValue.AUTO : HyperparameterValue.of(number);
    }

    /** The request for files that are uploaded by now, with the run's mark. */
    public TrainingRequest with(RunEvent.Uploaded files, String mark) {
        TrainingRequest.Builder builder = giveSettings(TrainingRequest.builder(baseModel, files.trainingFile()))
                .mark(mark);
        if (files.validationFile() != null) {
            builder.validationFile(files.validationFile());
        }
        return builder.build();
    }

    /** Gives another request the same settings. */
    public TrainingRequest.Builder giveSettings(TrainingRequest.Builder builder) {
        builder.method(trainingMethod())
                .hyperparameters(new Hyperparameters(
                        value(hyperparameters.epochs()),
                        value(hyperparameters.batchSize()),
                        value(hyperparameters.learningRateMultiplier()),
                        hyperparameters.others()));
        if (suffix != null) {
            builder.suffix(suffix);
        }
        if (seed != null) {
            builder.seed(seed);
        }
        metadata.forEach(builder::addMetadata);
        options.forEach(builder::addOption);
        return builder;
    }

    private TrainingMethod trainingMethod() {
        return switch (method) {
            case "preference" -> new TrainingMethod.Preference(value(beta));
            case "kto" -> new TrainingMethod.Kto(value(beta), value(desirableWeight), value(undesirableWeight));
            case "reinforcement" -> new TrainingMethod.Reinforcement(grader == null ? Map.of() : grader);
            case "classifier" -> new TrainingMethod.Classifier(targets == null ? List.of() : targets);
            case "supervised" -> TrainingMethod.supervised();
            default ->
                throw new IllegalStateException(
                        "the journal names a training method this version does not know: " + method);
        };
    }
}
