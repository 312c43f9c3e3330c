package dev.finetuning.eval.scorer.judge;

/** Turns texts into vectors whose direction represents their meaning. Implementations are thread-safe. */
@FunctionalInterface
public interface Embedder {
    /**
     * The vector of a text; all vectors of one embedder have the same length.
     *
     * @throws dev.finetuning.provider.ProviderException if the provider fails
     */
    float[] embed(String text);
}
