package dev.finetuning.local.internal.model;

import java.util.List;

/**
 * An inverted index: for each feature, the documents that have it, with their weights. Finds the document
 * of the highest cosine similarity by visiting only those that share a feature. Immutable.
 */
public final class NearestIndex {
    /** No document is excepted. */
    public static final int NONE = -1;

    private static final int MAX_FEATURES = TextFeatures.BUCKETS;

    private final Vocabulary vocabulary;
    private final int documents;
    private final int[] starts;
    private final int[] documentOf;
    private final float[] valueOf;

    public NearestIndex(List<int[]> features) {
        vocabulary = Vocabulary.of(features, MAX_FEATURES);
        documents = features.size();
        SparseVector[] vectors = features.stream().map(vocabulary::vector).toArray(SparseVector[]::new);
        starts = starts(vectors, vocabulary.size());
        documentOf = new int[starts[vocabulary.size()]];
        valueOf = new float[documentOf.length];
        int[] next = starts.clone();
        for (int document = 0; document < documents; document++) {
            SparseVector vector = vectors[document];
            for (int i = 0; i < vector.size(); i++) {
                int place = next[vector.ids[i]]++;
                documentOf[place] = document;
                valueOf[place] = vector.values[i];
            }
        }
    }

    private static int[] starts(SparseVector[] vectors, int features) {
        int[] starts = new int[features + 1];
        for (SparseVector vector : vectors) {
            for (int id : vector.ids) {
                starts[id + 1] = Math.incrementExact(starts[id + 1]);
            }
        }
        for (int id = 0; id < features; id++) {
            starts[id + 1] = Math.addExact(starts[id], starts[id + 1]);
        }
        return starts;
    }

    public int features() {
        return vocabulary.size();
    }

    /**
     * The document most similar to a text, the first of equals.
     *
     * @param features the text's {@link TextFeatures}
     * @param except a document not to find, or {@link #NONE}
     */
    public Hit nearest(int[] features, int except) {
        SparseVector query = vocabulary.vector(features);
        float[] similarities = new float[documents];
        for (int i = 0; i < query.size(); i++) {
            float value = query.values[i];
            for (int place = starts[query.ids[i]]; place < starts[query.ids[i] + 1]; place++) {
                similarities[documentOf[place]] += value * valueOf[place];
            }
        }
        int best = NONE;
        for (int document = 0; document < documents; document++) {
            if (document != except && similarities[document] > (best == NONE ? 0 : similarities[best])) {
                best = document;
            }
        }
        return new Hit(best, best == NONE ? 0 : Math.min(1, similarities[best]));
    }

    /**
     * What was found.
     *
     * @param document its number, or {@link #NONE} where no document shares a feature
     * @param similarity the cosine of both vectors, 0 to 1
     */
    public record Hit(int document, double similarity) {}
}
