package dev.finetuning.local.internal.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The features that were seen in training, each with its inverse document frequency, and the way from
 * a text to its vector. Immutable.
 *
 * <p>A vector's entries are (1 + ln count) · ln((1 + documents) / (1 + documents with the feature)),
 * scaled to Euclidean length 1: TF-IDF with sublinear counts, as in Manning, Raghavan, Schütze,
 * "Introduction to Information Retrieval", 6.4. What stands in every document weighs nothing, so a system
 * prompt that never changes has no influence and takes no space.
 */
public final class Vocabulary {
    private static final int ABSENT = -1;

    private final int[] buckets;
    private final float[] idf;
    private final int[] idOfBucket;

    public Vocabulary(int[] buckets, float[] idf) {
        this.buckets = buckets;
        this.idf = idf;
        this.idOfBucket = new int[TextFeatures.BUCKETS];
        Arrays.fill(idOfBucket, ABSENT);
        for (int id = 0; id < buckets.length; id++) {
            idOfBucket[buckets[id]] = id;
        }
    }

    /**
     * A vocabulary that was kept.
     *
     * @throws IOException if its parts do not fit each other
     */
    public static Vocabulary read(int[] buckets, float[] idf) throws IOException {
        ModelReader.require(idf.length == buckets.length, "frequencies do not fit the features");
        for (int bucket : buckets) {
            ModelReader.require(bucket >= 0 && bucket < TextFeatures.BUCKETS, "a feature is out of range");
        }
        return new Vocabulary(buckets, idf);
    }

    /**
     * The vocabulary of documents given as {@link TextFeatures}, rarest features left out where there
     * are more than {@code most}.
     */
    public static Vocabulary of(List<int[]> documents, int most) {
        return new Vocabulary(new int[0], new float[0]).extended(documents, most);
    }

    /** This vocabulary, its ids and weights unchanged, followed by what else the documents hold. */
    public Vocabulary extended(List<int[]> documents, int most) {
        int[] frequencies = documentFrequencies(documents);
        int rarest = rarestThatFits(frequencies, documents.size(), most - buckets.length);
        int[] allBuckets = Arrays.copyOf(buckets, buckets.length + TextFeatures.BUCKETS);
        float[] allIdf = Arrays.copyOf(idf, allBuckets.length);
        int size = buckets.length;
        for (int bucket = 0; bucket < frequencies.length; bucket++) {
            if (isNew(frequencies, bucket, documents.size(), rarest)) {
                allBuckets[size] = bucket;
                allIdf[size++] = (float) StrictMath.log((1.0 + documents.size()) / (1.0 + frequencies[bucket]));
            }
        }
        return new Vocabulary(Arrays.copyOf(allBuckets, size), Arrays.copyOf(allIdf, size));
    }

    /** The least document frequency with which at most so many new features remain. */
    private int rarestThatFits(int[] frequencies, int documents, int most) {
        int[] featuresOfFrequency = new int[documents + 1];
        for (int bucket = 0; bucket < frequencies.length; bucket++) {
            if (isNew(frequencies, bucket, documents, 1)) {
                featuresOfFrequency[frequencies[bucket]]++;
            }
        }
        int size = 0;
        int rarest = documents;
        while (rarest > 1 && size + featuresOfFrequency[rarest - 1] <= most) {
            rarest--;
            size += featuresOfFrequency[rarest];
        }
        return rarest;
    }

    private boolean isNew(int[] frequencies, int bucket, int documents, int rarest) {
        return frequencies[bucket] >= rarest && frequencies[bucket] < documents && idOfBucket[bucket] == ABSENT;
    }

    private static int[] documentFrequencies(List<int[]> documents) {
        int[] frequencies = new int[TextFeatures.BUCKETS];
        for (int[] features : documents) {
            for (int i = 0; i < features.length; i++) {
                if (i == 0 || features[i] != features[i - 1]) {
                    frequencies[features[i]]++;
                }
            }
        }
        return frequencies;
    }

    public int size() {
        return buckets.length;
    }

    public int[] buckets() {
        return buckets;
    }

    public float[] idf() {
        return idf;
    }

    /** The vector of a text's {@link TextFeatures}; what is not in the vocabulary is left out. */
    public SparseVector vector(int[] features) {
        int[] ids = new int[features.length];
        float[] values = new float[features.length];
        int size = 0;
        double squares = 0;
        for (int start = 0, end; start < features.length; start = end) {
            end = start + 1;
            while (end < features.length && features[end] == features[start]) {
                end++;
            }
            int id = idOfBucket[features[start]];
            if (id != ABSENT) {
                float value = termWeight(end - start) * idf[id];
                ids[size] = id;
                values[size++] = value;
                squares += value * value;
            }
        }
        return normalized(Arrays.copyOf(ids, size), Arrays.copyOf(values, size), squares);
    }

    private static float termWeight(int count) {
        return count == 1 ? 1 : (float) (1 + StrictMath.log(count));
    }

    private static SparseVector normalized(int[] ids, float[] values, double squares) {
        float factor = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new SparseVector(ids, values);
    }
}
