package dev.finetuning.cost;

/**
 * The tokens of an example or a dataset.
 *
 * @param total everything that the model reads or writes, including tools and framing
 * @param trainable the part that is trained on
 * @param tools the part for tool definitions
 */
public record TokenCount(long total, long trainable, long tools) {
    /** No tokens. */
    public static final TokenCount ZERO = new TokenCount(0, 0, 0);

    /** The sum of both. */
    public TokenCount plus(TokenCount other) {
        return new TokenCount(total + other.total, trainable + other.trainable, tools + other.tools);
    }
}
