package dev.finetuning.source;

/**
 * Limits that protect the reader. A record beyond a limit is rejected; a source beyond its limit ends the
 * reading with an {@link UnreadableSourceException}. Immutable.
 *
 * @param maxRecordBytes maximum bytes of a record (characters if text is read); 8 MiB by default
 * @param maxDepth maximum nesting of JSON; 512 by default and at most
 * @param maxStringLength maximum characters of a JSON string; 8 Mi by default
 * @param maxNumberLength maximum characters of a JSON number; 1,000 by default
 * @param maxDocumentBytes maximum bytes of a source; 1 TiB by default
 * @param maxInflatedBytes maximum bytes of an unpacked gzip file; 0, the default, refuses gzip
 * @param maxInflationRatio maximum average ratio of unpacked to packed bytes; 200 by default
 */
public record ReadLimits(
        int maxRecordBytes,
        int maxDepth,
        int maxStringLength,
        int maxNumberLength,
        long maxDocumentBytes,
        long maxInflatedBytes,
        int maxInflationRatio) {
    /** The defaults. */
    public static final ReadLimits DEFAULT = new ReadLimits(8 << 20, 512, 8 << 20, 1000, 1L << 40, 0, 200);

    private static final int MAX_DEPTH = 512;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is not positive ({@code maxInflatedBytes} may be 0), or
     *     if {@code maxDepth} is above 512: checks and writers go down as deep, and the stack holds no more
     */
    public ReadLimits {
        positive("maxRecordBytes", maxRecordBytes);
        positive("maxDepth", maxDepth);
        positive("maxStringLength", maxStringLength);
        positive("maxNumberLength", maxNumberLength);
        positive("maxDocumentBytes", maxDocumentBytes);
        positive("maxInflationRatio", maxInflationRatio);
        if (maxInflatedBytes < 0 || maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("maxInflatedBytes must not be negative and maxDepth at most " + MAX_DEPTH
                    + ": " + maxInflatedBytes + ", " + maxDepth);
        }
    }

    /** These limits with another maximum for records. */
    public ReadLimits withMaxRecordBytes(int bytes) {
        return new ReadLimits(
                bytes,
                maxDepth,
                maxStringLength,
                maxNumberLength,
                maxDocumentBytes,
                maxInflatedBytes,
                maxInflationRatio);
    }

    /** These limits with another maximum for whole sources. */
    public ReadLimits withMaxDocumentBytes(long bytes) {
        return new ReadLimits(
                maxRecordBytes, maxDepth, maxStringLength, maxNumberLength, bytes, maxInflatedBytes, maxInflationRatio);
    }

    /** These limits with another maximum depth. */
    public ReadLimits withMaxDepth(int depth) {
        return new ReadLimits(
                maxRecordBytes,
                depth,
                maxStringLength,
                maxNumberLength,
                maxDocumentBytes,
                maxInflatedBytes,
                maxInflationRatio);
    }

    /** These limits with gzip allowed, up to this many unpacked bytes. */
    public ReadLimits withGzip(long inflatedBytes) {
        return new ReadLimits(
                maxRecordBytes,
                maxDepth,
                maxStringLength,
                maxNumberLength,
                maxDocumentBytes,
                inflatedBytes,
                maxInflationRatio);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
