package dev.finetuning.asking;

/**
 * What a provider allows per minute. Requests are spread evenly: at most one second's share of a minute's
 * allowance may be used at once.
 *
 * @param requestsPerMinute at least 1; {@link #UNLIMITED} for no limit
 * @param tokensPerMinute input and output together, at least 1; {@link #UNLIMITED} for no limit
 */
public record RateLimit(long requestsPerMinute, long tokensPerMinute) {
    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;
    /** No limit on requests or tokens. */
    public static final RateLimit NONE = new RateLimit(UNLIMITED, UNLIMITED);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is below 1
     */
    public RateLimit {
        if (requestsPerMinute < 1 || tokensPerMinute < 1) {
            throw new IllegalArgumentException(
                    "a rate limit must be at least 1 per minute: " + requestsPerMinute + ", " + tokensPerMinute);
        }
    }

    /** A limit on requests only. */
    public static RateLimit requestsPerMinute(long requests) {
        return new RateLimit(requests, UNLIMITED);
    }
}
