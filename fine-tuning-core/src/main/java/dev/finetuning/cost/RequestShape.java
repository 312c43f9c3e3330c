package dev.finetuning.cost;

/**
 * The typical number of tokens of a request.
 *
 * @param inputTokens all tokens sent
 * @param cachedTokens those of them that the provider has cached
 * @param outputTokens the tokens the model writes
 */
public record RequestShape(long inputTokens, long cachedTokens, long outputTokens) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is negative, or there are more cached than sent tokens
     */
    public RequestShape {
        if (cachedTokens < 0 || outputTokens < 0 || cachedTokens > inputTokens) {
            throw new IllegalArgumentException("tokens must not be negative, and no more cached than sent: "
                    + inputTokens + " sent, " + cachedTokens + " cached, " + outputTokens + " written");
        }
    }
}
