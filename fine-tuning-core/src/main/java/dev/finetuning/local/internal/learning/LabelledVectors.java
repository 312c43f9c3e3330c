package dev.finetuning.local.internal.learning;

import dev.finetuning.local.internal.model.SparseVector;

/** Vectors with the label of each; a label of -1 is one that the model does not have. */
public final class LabelledVectors {
    public final SparseVector[] vectors;
    public final int[] labels;

    public LabelledVectors(SparseVector[] vectors, int[] labels) {
        this.vectors = vectors;
        this.labels = labels;
    }

    public int size() {
        return vectors.length;
    }
}
