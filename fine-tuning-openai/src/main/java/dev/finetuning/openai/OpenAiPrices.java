package dev.finetuning.openai;

import dev.finetuning.cost.PriceList;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** OpenAI's prices at the time of this version; each has its date. */
public final class OpenAiPrices {
    private static final String RESOURCE = "prices.json";

    private OpenAiPrices() {}

    /** The price list of this module; replace what has changed since with {@link PriceList#with}. */
    public static PriceList list() {
        try (InputStream json = OpenAiPrices.class.getResourceAsStream(RESOURCE)) {
            return PriceList.read(Objects.requireNonNull(json, RESOURCE), "openai " + RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the price list " + RESOURCE, e);
        }
    }
}
