package dev.finetuning.local;

/** Vectors with the label of each; a label of -1 is one that the model does not have. */
final class LabelledVectors {
    final SparseVector[] vectors;
    final int[] labels;

    LabelledVectors(SparseVector[] vectors, int[] labels) {
        this.vectors = vectors;
        this.labels = labels;
    }

    int size() {
        return vectors.length;
    }
}
