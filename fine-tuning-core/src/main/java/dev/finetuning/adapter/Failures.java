package dev.finetuning.adapter;

import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Turns failed calls into exceptions whose type says what the caller can do next. Thread-safe.
 *
 * <p>An adapter handles what is specific to its provider before it calls these methods: which code means
 * that an account has run out of money, or that a file is not ready yet.
 */
public final class Failures {
    private final String provider;
    private final String address;
    private final Scrubber scrubber;

    /**
     * Failures of one provider.
     *
     * @param provider its short name, which each failure contains
     * @param address its URL, named if it cannot be reached
     * @param scrubber removes secrets from messages
     */
    public Failures(String provider, String address, Scrubber scrubber) {
        this.provider = provider;
        this.address = address;
        this.scrubber = scrubber;
    }

    /** For an answer with an error status. */
    public ProviderException ofRefusal(Call call, Refusal refusal) {
        Incident incident = incident(call, refusal);
        return switch (refusal.status()) {
            case 407 ->
                new CredentialsException(
                        incident,
                        "a proxy requires authentication, and nothing reached the provider: " + refusal.message(),
                        null);
            case 401, 402, 403 -> new CredentialsException(incident, refusal.message(), null);
            case 404 -> notFound(call, incident, refusal);
            case 410, 501 -> new CapabilityGoneException(incident, call.operation(), refusal.message(), null);
            case 409, 429 -> retryLater(call, refusal);
            default -> ofOtherStatus(call, incident, refusal);
        };
    }

    /** Where and how the provider refused. */
    public Incident incident(Call call, Refusal refusal) {
        return new Incident(
                provider, call.operation(), OptionalInt.of(refusal.status()), refusal.code(), refusal.requestId());
    }

    /** For a temporary refusal; nothing was created. */
    public RetryLaterException retryLater(Call call, Refusal refusal) {
        return new RetryLaterException(
                incident(call, refusal), refusal.message(), refusal.retryAfter().orElse(null), null);
    }

    private static ProviderException notFound(Call call, Incident incident, Refusal refusal) {
        return call.subject().isEmpty()
                ? new RequestRejectedException(incident, refusal.reasons(), null)
                : new NotFoundException(incident, call.subject(), call.id(), refusal.message(), null);
    }

    private ProviderException ofOtherStatus(Call call, Incident incident, Refusal refusal) {
        int status = refusal.status();
        if (status == 408 || status == 499 || status >= 500) {
            return call.kind() == Call.Kind.CREATE
                    ? unknown(
                            call,
                            incident,
                            "the provider failed after the request was sent: " + refusal.message(),
                            null)
                    : retryLater(call, refusal);
        }
        if (status < 400) {
            return ofNonsense(call, status, refusal.requestId(), strange(status, refusal));
        }
        return new RequestRejectedException(incident, refusal.reasons(), null);
    }

    private String strange(int status, Refusal refusal) {
        return status >= 300
                ? address + " redirects, which is not followed, for the key would travel along; check the address"
                : "the provider broke off before answering: " + refusal.message();
    }

    /** For a call without a complete answer. */
    public ProviderException ofConnection(Call call, Throwable failure) {
        Throwable cause = rootOf(failure);
        Incident incident = Incident.of(provider, call.operation());
        if (neverSent(cause)) {
            String message = address + " could not be reached, nothing was sent: " + describe(cause)
                    + "; check the address, the network, and any proxy on the way";
            return new RetryLaterException(incident, message, null, safe(cause));
        }
        return call.kind() == Call.Kind.CREATE
                ? unknown(call, incident, "no whole answer came: " + describe(cause), safe(cause))
                : new RetryLaterException(incident, "no whole answer came: " + describe(cause), null, safe(cause));
    }

    /** For a request that no key or token could be had for; the cause is the caller's own failure. */
    public RetryLaterException withoutCredentials(Call call, RuntimeException cause) {
        return new RetryLaterException(
                Incident.of(provider, call.operation()),
                "no key or token could be had, nothing was sent: "
                        + cause.getClass().getSimpleName() + "; check what supplies it",
                null,
                cause);
    }

    /** For an answer that makes no sense. */
    public ProviderException ofNonsense(Call call, int status, Optional<String> requestId, String what) {
        Incident incident =
                new Incident(provider, call.operation(), OptionalInt.of(status), Optional.empty(), requestId);
        return call.kind() == Call.Kind.CREATE
                ? unknown(call, incident, what, null)
                : new ProviderFaultException(incident, what, null);
    }

    /** For a request refused before anything is sent. */
    public RequestRejectedException rejected(String operation, List<String> reasons) {
        return new RequestRejectedException(Incident.of(provider, operation), reasons, null);
    }

    /** For a request that cannot be built, such as one with an id that contains a slash. */
    public RequestRejectedException unsendable(Call call, RuntimeException refusal) {
        return rejected(call.operation(), List.of(scrubber.clean(String.valueOf(refusal.getMessage()))));
    }

    private static OutcomeUnknownException unknown(
            Call call, Incident incident, String what, @Nullable Throwable cause) {
        String look = call.mark().map(mark -> "look for the mark " + mark).orElse("look before sending it again");
        return new OutcomeUnknownException(
                incident,
                what + "; it may have been created all the same, " + look,
                call.mark().orElse(null),
                cause);
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException
                || isProxyWithoutTheHost(cause);
    }

    /** The JDK's words where a proxy could not connect to the provider; it has a type for 407 alone. */
    private static boolean isProxyWithoutTheHost(Throwable cause) {
        return String.valueOf(cause.getMessage()).startsWith("Tunnel failed, got: ");
    }

    private String describe(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : " (" + scrubber.clean(message) + ")");
    }

    /** Only what the network said is kept as a cause; anything else might quote a body. */
    private static @Nullable Throwable safe(Throwable cause) {
        return cause instanceof IOException && cause.getCause() == null ? cause : null;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root && !(root instanceof IOException)) {
            root = root.getCause();
        }
        return root;
    }
}
