package dev.finetuning.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.re2j.Pattern;
import dev.finetuning.internal.jackson.Jackson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Dated prices by model. Adapters contain a list as a resource; applications replace prices that have
 * changed with {@link #with}. Immutable and thread-safe.
 *
 * <pre>{@code
 * {"asOf": "2026-10-01", "currency": "USD", "minimumPerJob": 4.00, "storagePerMonth": 2.00,
 *  "models": [{"model": "small", "training": 5.00, "input": 0.80, "cachedInput": 0.20, "output": 3.20}]}
 * }</pre>
 *
 * Prices are per million tokens. Fields outside {@code models} apply to every model without its own; a
 * missing price is unknown.
 */
public final class PriceList {
    private static final JsonMapper JSON = Jackson.mapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    /** What providers append to a model's name for one of its dated states. */
    private static final Pattern SNAPSHOT = Pattern.compile("-(latest|\\d{4}-\\d{2}-\\d{2}|\\d{4}|\\d{6}|\\d{8})");

    private final Map<String, ModelPrice> prices;

    private PriceList(Map<String, ModelPrice> prices) {
        this.prices = Map.copyOf(prices);
    }

    /** A list without prices. */
    public static PriceList empty() {
        return new PriceList(Map.of());
    }

    /**
     * Reads a list in the form shown above.
     *
     * @param json closed by the caller
     * @param name the list's name in messages
     * @throws IllegalArgumentException if it does not have that form
     * @throws UncheckedIOException if it cannot be read
     */
    public static PriceList read(InputStream json, String name) {
        try {
            JsonNode list = JSON.readTree(json);
            Map<String, ModelPrice> prices = new LinkedHashMap<>();
            for (JsonNode model : list.path("models")) {
                ModelPrice price = price(list, model);
                prices.put(price.model(), price);
            }
            if (prices.isEmpty()) {
                throw new IllegalArgumentException("price list " + name + " names no models");
            }
            return new PriceList(prices);
        } catch (com.fasterxml.jackson.core.JsonProcessingException | DateTimeParseException e) {
            throw new IllegalArgumentException("price list " + name + " is malformed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("price list " + name + " cannot be read", e);
        }
    }

    /** This list with a price added or replaced. */
    public PriceList with(ModelPrice price) {
        Map<String, ModelPrice> changed = new LinkedHashMap<>(prices);
        changed.put(price.model(), price);
        return new PriceList(changed);
    }

    /** This list with the prices of another list added; the other's take precedence. */
    public PriceList with(PriceList other) {
        Map<String, ModelPrice> changed = new LinkedHashMap<>(prices);
        changed.putAll(other.prices);
        return new PriceList(changed);
    }

    /**
     * The price of a model, by its name or by its name without the date of a snapshot ({@code
     * "small-2026-01-31"} costs as much as {@code "small"}). Empty if unknown.
     */
    public Optional<ModelPrice> of(String model) {
        ModelPrice listed = prices.get(model);
        if (listed != null) {
            return Optional.of(listed);
        }
        return prices.values().stream()
                .filter(price -> model.startsWith(price.model())
                        && SNAPSHOT.matches(model.substring(price.model().length())))
                .findFirst();
    }

    private static ModelPrice price(JsonNode list, JsonNode model) {
        Currency currency = Currency.getInstance(field(list, model, "currency").asText());
        ModelPrice.Builder price = ModelPrice.builder(
                model.path("model").asText(),
                LocalDate.parse(field(list, model, "asOf").asText()));
        money(field(list, model, "training"), currency).ifPresent(price::training);
        money(field(list, model, "input"), currency).ifPresent(price::input);
        money(field(list, model, "cachedInput"), currency).ifPresent(price::cachedInput);
        money(field(list, model, "output"), currency).ifPresent(price::output);
        money(field(list, model, "minimumPerJob"), currency).ifPresent(price::minimumPerJob);
        money(field(list, model, "storagePerMonth"), currency).ifPresent(price::storagePerMonth);
        return price.build();
    }

    private static JsonNode field(JsonNode list, JsonNode model, String name) {
        return model.has(name) ? model.path(name) : list.path(name);
    }

    private static Optional<Money> money(JsonNode value, Currency currency) {
        return value.isNumber() ? Optional.of(new Money(value.decimalValue(), currency)) : Optional.empty();
    }
}
