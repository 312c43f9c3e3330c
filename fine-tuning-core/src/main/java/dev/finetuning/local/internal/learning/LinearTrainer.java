package dev.finetuning.local.internal.learning;

import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.model.SoftmaxWeights;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Minimises the mean cross-entropy by mini-batch gradient steps: every step takes the exact gradient of
 * its batch at the weights before the step. One thread, a fixed order of operations: the same seed
 * gives the same bits.
 */
public final class LinearTrainer {
    private static final double LAST_RATE = 0.05;
    private static final int MEASUREMENTS = 200;

    private final SoftmaxWeights weights;
    private final LabelledVectors train;
    private final LabelledVectors valid;
    private final TrainingPlan plan;
    private final float[][] residuals;
    private final int[] order;
    private final long steps;
    private final PredictionTally running = new PredictionTally();
    private final PredictionTally epochScore = new PredictionTally();
    private long step;

    public LinearTrainer(SoftmaxWeights weights, LabelledVectors train, LabelledVectors valid, TrainingPlan plan) {
        this.weights = weights;
        this.train = train;
        this.valid = valid;
        this.plan = plan;
        residuals = new float[plan.batchSize()][weights.labels()];
        order = new int[train.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        steps = (long) plan.epochs() * plan.stepsPerEpoch(train.size());
    }

    public void run(TrainingObserver observer, ModelBody model) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        long every = Math.max(1, steps / MEASUREMENTS);
        for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
            shuffle(random);
            epochScore.clear();
            for (int from = 0; from < order.length; from += plan.batchSize()) {
                observer.beforeStep(step);
                takeStep(from, Math.min(order.length, from + plan.batchSize()));
                if (step % every == 0) {
                    observer.measured(step, metrics(running));
                    running.clear();
                }
            }
            observer.epochDone(epoch, step, epochMetrics(), model);
        }
    }

    private void shuffle(SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private void takeStep(int from, int to) {
        double rate = plan.learningRate() * (1 - (1 - LAST_RATE) * step / steps);
        for (int i = from; i < to; i++) {
            float[] residual = residuals[i - from];
            int label = train.labels[order[i]];
            weights.probabilities(train.vectors[order[i]], residual);
            running.add(residual, label);
            epochScore.add(residual, label);
            residual[label] -= 1;
        }
        if (plan.l2() > 0) {
            weights.shrink((float) Math.max(0.5, 1 - rate * plan.l2()));
        }
        for (int i = from; i < to; i++) {
            weights.descend(train.vectors[order[i]], residuals[i - from], (float) (rate / (to - from)));
        }
        step++;
    }

    private Map<String, Double> metrics(PredictionTally score) {
        if (!Double.isFinite(score.loss())) {
            throw JobEndedException.failed(JobFailure.builder("the loss is no longer a number after step " + step
                            + "; lower the learning-rate multiplier")
                    .code("diverged")
                    .param("learning_rate_multiplier")
                    .build());
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metrics.STEP, (double) step);
        metrics.put(Metrics.TOTAL_STEPS, (double) steps);
        metrics.put(Metrics.EPOCH, (double) step / plan.stepsPerEpoch(train.size()));
        metrics.put(Metrics.TRAIN_LOSS, score.loss());
        metrics.put(Metrics.TRAIN_ACCURACY, score.accuracy());
        return metrics;
    }

    private Map<String, Double> epochMetrics() {
        Map<String, Double> metrics = metrics(epochScore);
        if (valid.size() > 0) {
            PredictionTally score = new PredictionTally();
            float[] probabilities = new float[weights.labels()];
            for (int i = 0; i < valid.size(); i++) {
                weights.probabilities(valid.vectors[i], probabilities);
                score.add(probabilities, valid.labels[i]);
            }
            metrics.put(Metrics.VALID_LOSS, score.loss());
            metrics.put(Metrics.VALID_ACCURACY, score.accuracy());
            metrics.put(Metrics.FULL_VALID_LOSS, score.loss());
            metrics.put(Metrics.FULL_VALID_ACCURACY, score.accuracy());
        }
        return metrics;
    }
}
