package dev.finetuning.local.internal.model;

import java.util.Arrays;

/**
 * The weights of a multinomial logistic regression: one per feature and label, and a bias per label.
 *
 * <p>Weights lie feature by feature, so that both scoring and a step walk memory forwards. L2
 * regularisation multiplies one common factor instead of every weight (Bottou, "Stochastic Gradient
 * Descent Tricks", 2012, section 5.1), so a step costs only what its examples' features cost.
 */
public final class SoftmaxWeights {
    /** The bias acts like a feature that every text has with this value. */
    private static final float BIAS_VALUE = 0.1f;

    private static final float SMALLEST_FACTOR = 1e-4f;

    private final int labels;
    private final float[] weights;
    private final float[] bias;
    private float factor = 1;

    public SoftmaxWeights(int features, int labels) {
        this(labels, new float[Math.multiplyExact(features, labels)], new float[labels]);
    }

    public SoftmaxWeights(int labels, float[] weights, float[] bias) {
        this.labels = labels;
        this.weights = weights;
        this.bias = bias;
    }

    public int labels() {
        return labels;
    }

    public float[] bias() {
        return bias;
    }

    /** All weights, feature by feature, with the common factor multiplied in. */
    public float[] settled() {
        if (factor != 1) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] *= factor;
            }
            factor = 1;
        }
        return weights;
    }

    /** A copy with room for more features and labels, whose weights are zero. */
    public SoftmaxWeights grown(int features, int newLabels) {
        SoftmaxWeights grown = new SoftmaxWeights(features, newLabels);
        float[] from = settled();
        for (int feature = 0; feature < from.length / labels; feature++) {
            System.arraycopy(from, feature * labels, grown.weights, feature * newLabels, labels);
        }
        System.arraycopy(bias, 0, grown.bias, 0, labels);
        return grown;
    }

    /** Fills {@code out} with the probability of each label. */
    public void probabilities(SparseVector x, float[] out) {
        scores(x, out);
        softmax(out);
    }

    private void scores(SparseVector x, float[] out) {
        Arrays.fill(out, 0);
        for (int i = 0; i < x.size(); i++) {
            float value = x.values[i];
            int offset = x.ids[i] * labels;
            for (int label = 0; label < labels; label++) {
                out[label] += value * weights[offset + label];
            }
        }
        for (int label = 0; label < labels; label++) {
            out[label] = out[label] * factor + BIAS_VALUE * bias[label];
        }
    }

    // StrictMath: the same bits on every machine.
    private static void softmax(float[] scores) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double exp = StrictMath.exp(scores[i] - highest);
            scores[i] = (float) exp;
            sum += exp;
        }
        float inverse = (float) (1 / sum);
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= inverse;
        }
    }

    /** Moves against the gradient of one example: {@code residual} is probability minus truth. */
    public void descend(SparseVector x, float[] residual, float rate) {
        for (int i = 0; i < x.size(); i++) {
            float step = -rate * x.values[i] / factor;
            int offset = x.ids[i] * labels;
            for (int label = 0; label < labels; label++) {
                weights[offset + label] += step * residual[label];
            }
        }
        for (int label = 0; label < labels; label++) {
            bias[label] -= rate * BIAS_VALUE * residual[label];
        }
    }

    /** Multiplies all weights, biases apart. */
    public void shrink(float by) {
        factor *= by;
        if (factor < SMALLEST_FACTOR) {
            settled();
        }
    }
}
