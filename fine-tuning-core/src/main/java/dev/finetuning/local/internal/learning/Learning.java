package dev.finetuning.local.internal.learning;

import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.local.internal.model.LinearBody;
import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.model.NearestBody;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.TrainingRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way to learn from data, prepared: what remains is to run it. */
public sealed interface Learning permits LinearLearning, NearestLearning {
    /** The most distinct answers that a linear model takes. */
    int MAX_ANSWERS = 1_000;

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
    static Learning of(Task task, Optional<ModelBody> base) {
        String algorithm = base.map(ModelBody::algorithm).orElseGet(() -> algorithm(task));
        return algorithm.equals(LocalTrainingPipeline.NEAREST)
                ? new NearestLearning(
                        task, base.filter(NearestBody.class::isInstance).map(NearestBody.class::cast))
                : LinearLearning.of(
                        task, base.filter(LinearBody.class::isInstance).map(LinearBody.class::cast));
    }

    private static String algorithm(Task task) {
        String baseModel = task.request().baseModel();
        if (!baseModel.equals(LocalTrainingPipeline.AUTO)) {
            return baseModel;
        }
        long distinct = task.cases().distinctAnswers();
        boolean repeat =
                distinct <= MAX_ANSWERS && 2 * distinct <= task.cases().train().size();
        return repeat ? LocalTrainingPipeline.LINEAR : LocalTrainingPipeline.NEAREST;
    }

    /** The failure of data with more distinct answers than a linear model takes. */
    static JobEndedException tooManyAnswers(int answers) {
        return JobEndedException.failed(JobFailure.builder(
                        "a linear model takes at most " + MAX_ANSWERS + " distinct answers and this data has " + answers
                                + "; start from " + LocalTrainingPipeline.NEAREST + " instead")
                .code("too_many_answers")
                .param("training_file")
                .build());
    }

    /**
     * What is to be learnt.
     *
     * @param request what was asked for
     * @param cases the data
     * @param seed decides the order of the examples
     * @param maxWeights the most weights a linear model may have, each 4 bytes
     */
    record Task(TrainingRequest request, CaseSet cases, long seed, int maxWeights) {}
}
