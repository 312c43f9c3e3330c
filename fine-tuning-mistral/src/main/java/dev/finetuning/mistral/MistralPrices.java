package dev.finetuning.mistral;

import dev.finetuning.cost.PriceList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Mistral's prices, each with the day it was seen. Training was never listed per token: those prices come
 * from the estimates of real jobs, cost divided by tokens, and the resource names the source of each.
 *
 * <p>A job costs at least 4 USD and a tuned model 2 USD a month. What is billed is {@code training_steps ×
 * train_tokens_per_step} of the job's own {@link JobEstimate}, which is there before a job created without
 * starting by itself is launched; a {@link dev.finetuning.cost.CostEstimate}, made before anything is sent,
 * takes the tokens of the data times the epochs instead.
 */
public final class MistralPrices {
    private MistralPrices() {}

    /** What completion jobs cost; what has changed since is replaced with {@link PriceList#with(PriceList)}. */
    public static PriceList list() {
        return read("prices.json");
    }

    /** What classifier jobs cost, on models of the same names. */
    public static PriceList classifiers() {
        return read("classifier-prices.json");
    }

    private static PriceList read(String resource) {
        try (InputStream json = MistralPrices.class.getResourceAsStream(resource)) {
            return PriceList.read(Objects.requireNonNull(json, resource), "mistral " + resource);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the price list " + resource, e);
        }
    }
}
