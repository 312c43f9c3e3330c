package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ExtraHeader;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.HostAccess;
import dev.finetuning.adapter.http.HostExchange;
import dev.finetuning.adapter.http.HostRequest;
import dev.finetuning.adapter.http.Transport;
import dev.finetuning.openai.wire.HostProfile;
import dev.finetuning.openai.wire.OpenAiRefusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host as this adapter talks to it. Thread-safe.
 *
 * @param settings the host
 * @param exchange sends and reads
 */
record Connection(OpenAiSettings settings, HostExchange exchange) implements AutoCloseable {
    private static final List<String> REQUEST_IDS = List.of("x-request-id", "apim-request-id");

    /** Uploads are given time for a line as slow as this. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

    static Connection open(OpenAiSettings settings) {
        Host host = settings.host();
        Limits limits = settings.limits();
        Transport transport = host.transport(limits.timeout());
        HostAccess access = new HostAccess(
                host.profile().provider(),
                host.baseUrl(),
                host::credentials,
                () -> secrets(host, transport),
                host.headers(),
                host.query(),
                REQUEST_IDS,
                new OpenAiRefusals(),
                limits.timeout(),
                limits.readPatience(),
                limits.sleeper(),
                limits.clock());
        return new Connection(settings, HostExchange.with(access, transport));
    }

    private static Collection<Secret> secrets(Host host, Transport transport) {
        List<Secret> secrets = new ArrayList<>(ExtraHeader.secrets(host.headers()));
        if (transport instanceof ReadyClientTransport ready) {
            secrets.addAll(ready.secrets());
        }
        return secrets;
    }

    HostProfile profile() {
        return settings.host().profile();
    }

    /** A list whose next page is named by the id of the last element so far. */
    Stream<WireObject> pages(Call call, HostRequest list) {
        HostRequest limited = list.with("limit", Pages.PAGE_SIZE);
        return Pages.stream(
                Optional.<String>empty(),
                cursor -> exchange.page(call, () -> limited.with("after", cursor)),
                (page, current) -> next(page));
    }

    /** A full page is followed by another unless the host says no; a field may be lost on the way. */
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
