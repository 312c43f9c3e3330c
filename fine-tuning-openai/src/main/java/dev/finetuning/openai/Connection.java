package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderAccess;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.Transport;
import dev.finetuning.openai.wire.OpenAiRefusals;
import dev.finetuning.openai.wire.ProviderProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A provider as this adapter talks to it. Thread-safe.
 *
 * @param settings the provider
 * @param exchange sends and reads
 */
record Connection(OpenAiSettings settings, ProviderExchange exchange) implements AutoCloseable {
    private static final List<String> REQUEST_IDS = List.of("x-request-id", "apim-request-id");

    /** Uploads are given time for a line as slow as this. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    static Connection open(OpenAiSettings settings) {
        Endpoint endpoint = settings.endpoint();
        Limits limits = settings.limits();
        Transport transport = endpoint.transport(limits.timeout());
        ProviderAccess access = new ProviderAccess(
                endpoint.profile().provider(),
                endpoint.baseUrl(),
                endpoint::credentials,
                () -> secrets(endpoint, transport),
                endpoint.headers(),
                endpoint.query(),
                REQUEST_IDS,
                new OpenAiRefusals(),
                limits.timeout(),
                limits.readPatience(),
                limits.sleeper(),
                limits.clock());
        return new Connection(settings, ProviderExchange.with(access, transport));
    }

    private static Collection<Secret> secrets(Endpoint endpoint, Transport transport) {
        List<Secret> secrets = new ArrayList<>(ExtraHeader.secrets(endpoint.headers()));
        if (transport instanceof TransportWithKeys ready) {
            secrets.addAll(ready.secrets());
        }
        return secrets;
    }

    ProviderProfile profile() {
        return settings.endpoint().profile();
    }

    /** A list whose next page is named by the id of the last element so far. */
    Stream<WireObject> pages(Call call, ProviderRequest list) {
        ProviderRequest limited = list.with("limit", Pages.PAGE_SIZE);
        return Pages.stream(
                Optional.<String>empty(),
                cursor -> exchange.page(call, () -> limited.with("after", cursor)),
                (page, current) -> next(page));
    }

    /** A full page is followed by another unless the provider says no; a field may be lost on the way. */
    private static Optional<Optional<String>> next(WireObject page) {
        List<WireObject> elements = page.objects("data");
        boolean more = page.isTrue("has_more") || (!page.has("has_more") && elements.size() >= Pages.PAGE_SIZE);
        Optional<String> last =
                more && !elements.isEmpty() ? elements.get(elements.size() - 1).text("id") : Optional.empty();
        return last.isPresent() ? Optional.of(last) : Optional.empty();
    }

    /** How long it may take to send so many bytes. */
    Duration sending(long bytes) {
        return settings.limits().timeout().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
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
