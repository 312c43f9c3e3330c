package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.Credentials;
import dev.finetuning.adapter.http.ProviderAccess;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.mistral.wire.MistralRefusals;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A provider as this adapter talks to it. Thread-safe.
 *
 * @param settings the provider
 * @param exchange sends and reads
 * @param deprecated models whose end was told already
 */
record Connection(MistralSettings settings, ProviderExchange exchange, Set<String> deprecated)
        implements AutoCloseable {
    /** The provider's short name, which capabilities and failures carry. */
    static final String PROVIDER = "mistral";

    private static final List<String> REQUEST_IDS =
            List.of("x-request-id", "mistral-correlation-id", "x-kong-request-id");

    /** Uploads are given time for a line as slow as this. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    static Connection open(MistralSettings settings) {
        ProviderAccess access = new ProviderAccess(
                PROVIDER,
                settings.baseUrl(),
                () -> Credentials.bearer(settings.key().get()),
                () -> ExtraHeader.secrets(settings.headers()),
                settings.headers(),
                settings.query(),
                REQUEST_IDS,
                new MistralRefusals(),
                settings.timeout(),
                settings.readPatience(),
                settings.sleeper(),
                settings.clock());
        return new Connection(
                settings, ProviderExchange.with(access, settings.transport()), ConcurrentHashMap.newKeySet());
    }

    /** The same connection, in whose failures these secrets do not show either. */
    Connection hiding(Collection<Secret> secrets) {
        return new Connection(settings, exchange.hiding(secrets), deprecated);
    }

    /** A list whose pages are numbered from 0; it ends where {@code total} says, or with a short page. */
    Stream<WireObject> pages(String operation, ProviderRequest list) {
        Call call = Call.read(operation);
        return Pages.stream(
                0,
                number -> exchange.page(call, () -> list.with("page", number).with("page_size", Pages.PAGE_SIZE)),
                Connection::next);
    }

    private static Optional<Integer> next(WireObject page, int number) {
        OptionalLong total = page.integer("total");
        boolean more = total.isPresent()
                ? (number + 1L) * Pages.PAGE_SIZE < total.getAsLong()
                : page.objects("data").size() >= Pages.PAGE_SIZE;
        return more ? Optional.of(number + 1) : Optional.empty();
    }

    /** How long it may take to send so many bytes. */
    Duration sending(long bytes) {
        return settings.timeout().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    }

    /** Passes on, once a model, that an answer announces its end. */
    void noteDeprecation(String model, ProviderResponse answer) {
        answer.headers()
                .apply("x-model-deprecation-timestamp")
                .flatMap(ModelDeprecation::instant)
                .filter(end -> deprecated.add(model + "@" + end))
                .ifPresent(end -> settings.deprecations().accept(new ModelDeprecation(model, end)));
    }

    @Override
    public void close() {
        exchange.close();
    }

    @Override
    public String toString() {
        return "Connection[" + settings + "]";
    }
}
