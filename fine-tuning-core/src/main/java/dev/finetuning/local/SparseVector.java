package dev.finetuning.local;

/** A vector of which only the entries that are not zero are kept: feature ids and their values. */
final class SparseVector {
    final int[] ids;
    final float[] values;

    SparseVector(int[] ids, float[] values) {
        this.ids = ids;
        this.values = values;
    }

    int size() {
        return ids.length;
    }
}
