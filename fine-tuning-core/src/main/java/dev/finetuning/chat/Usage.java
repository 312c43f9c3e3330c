package dev.finetuning.chat;

/**
 * What an answer cost in tokens.
 *
 * @param inputTokens tokens of the request, cached ones included
 * @param cachedInputTokens how many of these came from the host's cache
 * @param outputTokens tokens of the answer
 */
public record Usage(long inputTokens, long cachedInputTokens, long outputTokens) {
    /** No tokens at all, as of a model that does not count. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Input without a cache. */
    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, 0, outputTokens);
    }

    /** Input and output together. */
    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    /** The sum of both. */
    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                cachedInputTokens + other.cachedInputTokens,
                outputTokens + other.outputTokens);
    }
}
