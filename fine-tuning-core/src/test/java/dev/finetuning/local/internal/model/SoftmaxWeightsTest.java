package dev.finetuning.local.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The step against the gradient, checked by finite differences of the loss. */
class SoftmaxWeightsTest {
    private static final int FEATURES = 5;
    private static final int LABELS = 3;

    private final SplittableRandom random = new SplittableRandom(11);

    private static double loss(float[] weights, SparseVector x, int label) {
        float[] probabilities = new float[LABELS];
        new SoftmaxWeights(LABELS, weights.clone(), new float[LABELS]).probabilities(x, probabilities);
        return -Math.log(probabilities[label]);
    }

    private float[] randomWeights() {
        float[] weights = new float[FEATURES * LABELS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return weights;
    }

    @Test
    void descend_byARate_movesEachWeightByRateTimesItsSlope() {
        SparseVector x = new SparseVector(new int[] {0, 2, 4}, new float[] {0.5f, 0.7f, 0.51f});
        for (int label = 0; label < LABELS; label++) {
            float[] before = randomWeights();
            SoftmaxWeights weights = new SoftmaxWeights(LABELS, before.clone(), new float[LABELS]);
            float[] residual = new float[LABELS];
            weights.probabilities(x, residual);
            residual[label] -= 1;
            weights.descend(x, residual, 1);
            float[] after = weights.settled();
            for (int i = 0; i < before.length; i++) {
                assertThat((double) before[i] - after[i]).isCloseTo(slope(before, i, x, label), within(1e-3));
            }
        }
    }

    private static double slope(float[] weights, int index, SparseVector x, int label) {
        float h = 0.01f;
        float[] more = weights.clone();
        float[] less = weights.clone();
        more[index] += h;
        less[index] -= h;
        return (loss(more, x, label) - loss(less, x, label)) / (2 * h);
    }

    @Test
    void shrink_byAFactor_multipliesEveryWeight() {
        float[] before = randomWeights();
        SoftmaxWeights weights = new SoftmaxWeights(LABELS, before.clone(), new float[LABELS]);
        for (int i = 0; i < 40; i++) {
            weights.shrink(0.5f);
        }
        float[] after = weights.settled();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isEqualTo((float) (before[i] * Math.pow(0.5, 40)));
        }
    }

    @Test
    void descend_afterShrinking_isTheSameAsOnShrunkWeights() {
        SparseVector x = new SparseVector(new int[] {1, 3}, new float[] {0.6f, 0.8f});
        float[] start = randomWeights();
        float[] half = start.clone();
        for (int i = 0; i < half.length; i++) {
            half[i] *= 0.5f;
        }
        SoftmaxWeights lazy = new SoftmaxWeights(LABELS, start, new float[LABELS]);
        SoftmaxWeights eager = new SoftmaxWeights(LABELS, half, new float[LABELS]);
        lazy.shrink(0.5f);
        float[] residual = {0.2f, 0.3f, -0.5f};
        lazy.descend(x, residual, 2);
        eager.descend(x, residual, 2);

        assertThat(lazy.settled()).containsExactly(eager.settled(), within(1e-6f));
    }

    @Test
    void grown_keepsWhatWasLearnt() {
        float[] start = randomWeights();
        SparseVector x = new SparseVector(new int[] {1, 3}, new float[] {0.6f, 0.8f});
        float[] before = new float[LABELS];
        new SoftmaxWeights(LABELS, start.clone(), new float[] {1, 2, 3}).probabilities(x, before);
        float[] after = new float[LABELS + 1];
        new SoftmaxWeights(LABELS, start.clone(), new float[] {1, 2, 3})
                .grown(FEATURES + 2, LABELS + 1)
                .probabilities(x, after);

        assertThat(after[0] / after[1]).isCloseTo(before[0] / before[1], within(1e-5f));
    }
}
