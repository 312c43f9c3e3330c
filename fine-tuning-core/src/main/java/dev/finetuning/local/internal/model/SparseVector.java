package dev.finetuning.local.internal.model;

/** A vector of which only the entries that are not zero are kept: feature ids and their values. */
public final class SparseVector {
    public final int[] ids;
    public final float[] values;

    public SparseVector(int[] ids, float[] values) {
        this.ids = ids;
        this.values = values;
    }

    public int size() {
        return ids.length;
    }
}
