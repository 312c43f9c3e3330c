package dev.finetuning.local;

import dev.finetuning.training.JobFailure;
import dev.finetuning.training.TrainingRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One way to learn from data, prepared: what remains is to run it. */
sealed interface Learning permits LinearLearning, NearestLearning {
    /** The most distinct answers that a linear model takes. */
    int MOST_ANSWERS = 1_000;

    /** The base model id of the way. */
    String algorithm();

    /** Facts about the training to come, for the job's details. */
    Map<String, Object> details();

    /** What the user should know beforehand. */
    List<String> warnings();

    /** Learns; what the observer throws ends it. */
    ModelBody run(TrainingObserver observer);

    /**
     * Chooses the way.
     *
     * @throws JobEndedException if the base model and the data do not go together
     */
    static Learning of(TrainingRequest request, CaseSet cases, Workshop workshop) {
        ModelBody base = LocalTrainingPipeline.BASE_MODELS.contains(request.baseModel())
                ? null
                : workshop.models().load(request.baseModel());
        String algorithm = algorithm(request.baseModel(), base, cases);
        if (algorithm.equals(LocalTrainingPipeline.NEAREST)) {
            return new NearestLearning(
                    request, cases, base instanceof NearestBody nearest ? Optional.of(nearest) : Optional.empty());
        }
        return LinearLearning.of(
                request,
                cases,
                base instanceof LinearBody linear ? Optional.of(linear) : Optional.empty(),
                workshop.settings());
    }

    private static String algorithm(String baseModel, @Nullable ModelBody base, CaseSet cases) {
        if (base != null) {
            return base.algorithm();
        }
        if (!baseModel.equals(LocalTrainingPipeline.AUTO)) {
            return baseModel;
        }
        long distinct = cases.distinctAnswers();
        boolean repeat =
                distinct <= MOST_ANSWERS && 2 * distinct <= cases.train().size();
        return repeat ? LocalTrainingPipeline.LINEAR : LocalTrainingPipeline.NEAREST;
    }

    /** The failure of data with more distinct answers than a linear model takes. */
    static JobEndedException tooManyAnswers(int answers) {
        return JobEndedException.failed(new JobFailure(
                "too_many_answers",
                "a linear model takes at most " + MOST_ANSWERS + " distinct answers and this data has " + answers
                        + "; start from " + LocalTrainingPipeline.NEAREST + " instead",
                "training_file",
                null,
                null));
    }
}
