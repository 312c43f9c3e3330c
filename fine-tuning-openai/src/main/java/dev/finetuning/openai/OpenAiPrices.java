package dev.finetuning.openai;

import dev.finetuning.cost.PriceList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** OpenAI's prices as they were when this version was made; each carries its date. */
public final class OpenAiPrices {
    private static final String RESOURCE = "prices.json";

    private OpenAiPrices() {}

    /** The list that ships with this module; what has changed since is replaced with {@link PriceList#with}. */
    public static PriceList list() {
        try (InputStream json = OpenAiPrices.class.getResourceAsStream(RESOURCE)) {
            return PriceList.read(Objects.requireNonNull(json, RESOURCE), "openai " + RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the price list " + RESOURCE, e);
        }
    }
}
