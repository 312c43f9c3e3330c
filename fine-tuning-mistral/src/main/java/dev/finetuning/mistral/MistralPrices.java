package dev.finetuning.mistral;

import dev.finetuning.cost.PriceList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Mistral's prices, each with the date on which it was looked up. Training was never listed per token:
 * those prices come from the estimates of real jobs, cost divided by tokens; the resource file names the
 * source of each.
 *
 * <p>A job costs at least 4 USD and a tuned model 2 USD per month. Mistral bills {@code training_steps ×
 * train_tokens_per_step} of the job's own {@link JobEstimate}, which is available before the job is
 * launched. A {@link dev.finetuning.cost.CostEstimate}, made before anything is sent, uses the tokens of
 * the data times the epochs instead.
 */
public final class MistralPrices {
    private MistralPrices() {}

    /** The prices of completion jobs; replace what has changed since with {@link PriceList#with(PriceList)}. */
    public static PriceList list() {
        return read("prices.json");
    }

    /** The prices of classifier jobs, for models with the same names. */
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
