package dev.finetuning.openweights.internal.serving;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.BaseUrl;
import dev.finetuning.adapter.http.Credentials;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.ProviderAccess;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.RefusalDialect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a server is, and how to talk to it.
 *
 * @param provider what failures call it
 * @param url its address without a path
 * @param key the key to send, if it wants one
 * @param answerTimeout how long an answer may take
 */
public record HostSettings(
        String provider,
        String url,
        Optional<Secret> key,
        Duration answerTimeout,
        Sleeper sleeper,
        InstantSource clock) {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
    private static final List<String> REQUEST_IDS = List.of("x-request-id");

    /** Settings without a key. */
    public static HostSettings of(String provider, String url) {
        return new HostSettings(
                provider,
                BaseUrl.checked(url),
                Optional.empty(),
                Duration.ofMinutes(5),
                Sleeper.system(),
                InstantSource.system());
    }

    /** With a key. */
    public HostSettings withKey(Secret newKey) {
        return new HostSettings(provider, url, Optional.of(newKey), answerTimeout, sleeper, clock);
    }

    /** With another limit on answers. */
    public HostSettings withAnswerTimeout(Duration timeout) {
        return new HostSettings(provider, url, key, timeout, sleeper, clock);
    }

    /** With another way to pause. */
    public HostSettings withSleeper(Sleeper newSleeper) {
        return new HostSettings(provider, url, key, answerTimeout, newSleeper, clock);
    }

    ProviderExchange exchange() {
        return exchange(RefusalDialect.NONE);
    }

    /** What requests go through, where refusals mean what the dialect says. */
    public ProviderExchange exchange(RefusalDialect dialect) {
        ProviderAccess access = new ProviderAccess(
                provider,
                url,
                () -> key.map(Credentials::bearer).orElse(Credentials.NONE),
                () -> key.stream().toList(),
                Map.of(),
                Map.of(),
                REQUEST_IDS,
                dialect,
                answerTimeout,
                READ_PATIENCE,
                sleeper,
                clock);
        return ProviderExchange.with(access, JdkTransport.to(url, CONNECT));
    }
}
