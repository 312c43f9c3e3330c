package dev.finetuning.source;

/**
 * What a source may cost the reader. A record beyond a limit is rejected; a document beyond its limit
 * ends the reading with an {@link UnreadableSourceException}. Immutable.
 *
 * @param maxRecordBytes the longest record, in bytes (in characters where text is read); 8 MiB by default
 * @param maxDepth the deepest nesting of JSON; 512 by default
 * @param maxStringLength the longest JSON string in characters; 8 Mi by default
 * @param maxNumberLength the longest JSON number in characters; 1,000 by default
 * @param maxDocumentBytes the longest source, in bytes; 1 TiB by default
 * @param maxInflatedBytes the most bytes a gzip file may unpack to; 0, the default, refuses gzip
 * @param maxInflationRatio the most bytes one byte of gzip may become on average; 200 by default
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

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is not positive ({@code maxInflatedBytes} may be 0),
     *     or if {@code maxDepth} is above 2,000, where the stack would be the limit
     */
    public ReadLimits {
        positive("maxRecordBytes", maxRecordBytes);
        positive("maxDepth", maxDepth);
        positive("maxStringLength", maxStringLength);
        positive("maxNumberLength", maxNumberLength);
        positive("maxDocumentBytes", maxDocumentBytes);
        positive("maxInflationRatio", maxInflationRatio);
        if (maxInflatedBytes < 0 || maxDepth > 2000) {
            throw new IllegalArgumentException("maxInflatedBytes must not be negative and maxDepth at most 2000: "
                    + maxInflatedBytes + ", " + maxDepth);
        }
    }

    /** These limits with another for records. */
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

    /** These limits with another for whole sources. */
    public ReadLimits withMaxDocumentBytes(long bytes) {
        return new ReadLimits(
                maxRecordBytes, maxDepth, maxStringLength, maxNumberLength, bytes, maxInflatedBytes, maxInflationRatio);
    }

    /** These limits with another depth. */
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

    /** These limits, allowing gzip that unpacks to at most so many bytes. */
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
