package dev.finetuning.local.internal.learning;

import dev.finetuning.local.internal.model.NearestBody;
import dev.finetuning.local.internal.model.NearestIndex;
import dev.finetuning.local.internal.model.TrainingCase;
import dev.finetuning.training.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds an index over examples and measures what it is worth: for each training example (at most
 * 2,000, evenly chosen) the nearest <em>other</em> one, and for each validation example the nearest
 * training one. There is no loss, because there is no gradient.
 */
public final class NearestTrainer {
    /** Mean cosine similarity of training examples to their nearest other one. */
    public static final String LEAVE_ONE_OUT_SIMILARITY = "leave_one_out_similarity";
    /** Mean cosine similarity of validation examples to their nearest training example. */
    public static final String VALID_SIMILARITY = "valid_similarity";

    private static final int MAX_MEASURED = 2_000;

    private NearestTrainer() {}

    public static NearestBody run(List<TrainingCase> train, List<TrainingCase> valid, TrainingObserver observer) {
        observer.beforeStep(0);
        NearestBody body = NearestBody.of(train);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metrics.STEP, 1.0);
        metrics.put(Metrics.TOTAL_STEPS, 1.0);
        metrics.put(Metrics.EPOCH, 1.0);
        if (train.size() > 1) {
            measure(body, train, true, observer).put(metrics, LEAVE_ONE_OUT_SIMILARITY, Metrics.TRAIN_ACCURACY);
        }
        if (!valid.isEmpty()) {
            measure(body, valid, false, observer).put(metrics, VALID_SIMILARITY, Metrics.FULL_VALID_ACCURACY);
        }
        observer.epochDone(1, 1, metrics, body);
        return body;
    }

    private static Measured measure(
            NearestBody body, List<TrainingCase> cases, boolean leaveOneOut, TrainingObserver observer) {
        int stride = Math.max(1, (cases.size() + MAX_MEASURED - 1) / MAX_MEASURED);
        double similarity = 0;
        long right = 0;
        long count = 0;
        for (int i = 0; i < cases.size(); i += stride) {
            observer.beforeStep(0);
            TrainingCase one = cases.get(i);
            NearestIndex.Hit hit = body.index().nearest(one.features(), leaveOneOut ? i : NearestIndex.NONE);
            similarity += hit.similarity();
            boolean found = hit.document() != NearestIndex.NONE;
            right += found && body.cases().get(hit.document()).answer().equals(one.answer()) ? 1 : 0;
            count++;
        }
        return new Measured(similarity / count, (double) right / count);
    }

    private record Measured(double similarity, double accuracy) {
        void put(Map<String, Double> metrics, String similarityName, String accuracyName) {
            metrics.put(similarityName, similarity);
            metrics.put(accuracyName, accuracy);
        }
    }
}
