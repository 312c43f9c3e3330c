package dev.finetuning.chat;

/**
 * The tokens used by an answer.
 *
 * @param inputTokens tokens of the request, including cached ones
 * @param cachedInputTokens how many of these came from the provider's cache
 * @param outputTokens tokens of the answer
 */
public record Usage(long inputTokens, long cachedInputTokens, long outputTokens) {
    /** No tokens, for a model that does not count them. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Usage without cached input. */
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
