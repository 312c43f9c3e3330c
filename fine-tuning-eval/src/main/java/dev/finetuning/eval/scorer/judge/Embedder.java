package dev.finetuning.eval.scorer.judge;

/** Turns a text into a vector whose direction stands for its meaning. Implementations are thread-safe. */
@FunctionalInterface
public interface Embedder {
    /**
     * The vector of a text; all vectors of one embedder have the same length.
     *
     * @throws dev.finetuning.provider.ProviderException if a host behind it fails
     */
    float[] embed(String text);
}
