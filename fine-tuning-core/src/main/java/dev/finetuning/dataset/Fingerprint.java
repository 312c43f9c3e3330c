package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.example.internal.ExampleDigest;
import dev.finetuning.internal.content.CanonicalDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The identity of content: the SHA-256 of its canonical form. It covers what is trained on: messages,
 * tools, answers, labels and reference fields. It does not cover metadata, provenance, validation, or the
 * order of keys in an object.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
    private static final int DIGITS = 64;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException unless there are 64 lower-case hexadecimal digits
     */
    public Fingerprint {
        if (!isOne(hex)) {
            throw new IllegalArgumentException("a fingerprint has 64 lower-case hexadecimal digits");
        }
    }

    /** Whether a text has the form of a fingerprint. */
    static boolean isOne(String text) {
        // not a pattern, which would take a tenth of the time in which an upload is read
        if (text.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char digit = text.charAt(i);
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /** The fingerprint of one example; equal for exact duplicates. */
    public static Fingerprint of(Example example) {
        return of(new ExampleDigest().trained(example));
    }

    static Fingerprint of(byte[] sha256) {
        return new Fingerprint(HexFormat.of().formatHex(sha256));
    }

    /**
     * The fingerprint of a collection: the hash of the sorted hashes. Repeated examples count, their order
     * does not, so the same files read in another order have the same fingerprint.
     */
    public static Fingerprint of(Collection<? extends Example> examples) {
        ExampleDigest digest = new ExampleDigest();
        byte[][] hashes = examples.stream().map(digest::trained).toArray(byte[][]::new);
        Arrays.sort(hashes, Arrays::compareUnsigned);
        return of(digest.ofAll(hashes));
    }

    /**
     * Makes the fingerprint of a collection that is larger than memory: of the SHA-256 of its examples in ascending
     * order, their bytes unsigned. Equal to the fingerprint of all examples at once. Not thread-safe.
     */
    public static final class Ascending {
        private final CanonicalDigest digest = new CanonicalDigest();
        private byte[] latest = new byte[0];

        /** A fingerprint of nothing so far. */
        public Ascending() {}

        /**
         * Takes the next one. The array is not copied and must not change.
         *
         * @throws IllegalArgumentException if it is less than the one before
         */
        public void add(byte[] sha256) {
            if (Arrays.compareUnsigned(latest, sha256) > 0) {
                throw new IllegalArgumentException("the hashes of a fingerprint come in ascending order");
            }
            latest = sha256;
            digest.bytes(sha256);
        }

        /** The fingerprint of all of them. */
        public Fingerprint end() {
            return of(digest.end());
        }
    }

    /** The first 12 digits, for file names and reports. */
    public String shortForm() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
