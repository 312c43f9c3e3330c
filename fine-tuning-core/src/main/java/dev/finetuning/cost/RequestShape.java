package dev.finetuning.cost;

/**
 * How many tokens a typical request takes.
 *
 * @param inputTokens everything that is sent
 * @param cachedTokens the part of it that the host has cached
 * @param outputTokens what the model writes
 */
public record RequestShape(long inputTokens, long cachedTokens, long outputTokens) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is negative, or more is cached than sent
     */
    public RequestShape {
        if (cachedTokens < 0 || outputTokens < 0 || cachedTokens > inputTokens) {
            throw new IllegalArgumentException("tokens must not be negative, and no more cached than sent: "
                    + inputTokens + " sent, " + cachedTokens + " cached, " + outputTokens + " written");
        }
    }
}
