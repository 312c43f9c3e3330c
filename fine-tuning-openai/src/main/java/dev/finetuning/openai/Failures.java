package dev.finetuning.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the failure that tells the caller what can be done next. */
final class Failures {
    private static final Set<String> NO_QUOTA =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");

    private final String provider;
    private final InstantSource clock;
    private final Scrubber scrubber;

    Failures(String provider, InstantSource clock, Scrubber scrubber) {
        this.provider = provider;
        this.clock = clock;
        this.scrubber = scrubber;
    }

    /** The host answered with an error. The vendor's exception is not kept: its text is the whole body. */
    ProviderException ofAnswer(Call call, OpenAIServiceException answer) {
        ErrorAnswer error = ErrorAnswer.read(answer, scrubber);
        Incident incident = new Incident(provider, call.operation(), error.status(), error.code(), error.requestId());
        if (error.isTrainingRefused()) {
            return new CapabilityGoneException(
                    incident, "training", "this organisation may not train here (any more): " + error.message(), null);
        }
        return switch (error.status()) {
            case 401, 402, 403 -> new CredentialsException(incident, error.message(), null);
            case 404 -> notFound(call, incident, error);
            case 410, 501 -> new CapabilityGoneException(incident, call.operation(), error.message(), null);
            case 409 -> new RetryLaterException(incident, error.message(), retryAfter(answer), null);
            case 429 -> tooMany(incident, error, answer);
            default -> ofOtherStatus(call, incident, error, answer);
        };
    }

    private ProviderException notFound(Call call, Incident incident, ErrorAnswer error) {
        return call.subject().isEmpty()
                ? new RequestRejectedException(incident, List.of(error.reason()), null)
                : new NotFoundException(incident, call.subject(), call.id(), null);
    }

    private ProviderException tooMany(Incident incident, ErrorAnswer error, OpenAIServiceException answer) {
        if (error.code() != null && NO_QUOTA.contains(error.code())) {
            return new CredentialsException(incident, "the account has no quota left: " + error.message(), null);
        }
        return new RetryLaterException(incident, error.message(), retryAfter(answer), null);
    }

    private ProviderException ofOtherStatus(
            Call call, Incident incident, ErrorAnswer error, OpenAIServiceException answer) {
        int status = error.status();
        if (status == 408 || status >= 500) {
            return call.kind() == Call.Kind.CREATE
                    ? unknown(call, incident, "the host failed after the request was sent", null)
                    : new RetryLaterException(incident, error.message(), retryAfter(answer), null);
        }
        if (error.isFileNotReady()) {
            return new RetryLaterException(incident, error.message(), retryAfter(answer), null);
        }
        if (status < 400) {
            return new ProviderFaultException(incident, "the host redirects or answers in a way it should not", null);
        }
        return new RequestRejectedException(incident, List.of(error.reason()), null);
    }

    private java.time.@Nullable Duration retryAfter(OpenAIServiceException answer) {
        return RetryAfter.of(answer.headers(), clock).orElse(null);
    }

    /** No whole answer came. */
    ProviderException ofConnection(Call call, Throwable failure) {
        Throwable cause = rootOf(failure);
        Incident incident = Incident.of(provider, call.operation());
        if (neverSent(cause)) {
            return new RetryLaterException(
                    incident, "the host could not be reached, nothing was sent: " + describe(cause), null, safe(cause));
        }
        return call.kind() == Call.Kind.CREATE
                ? unknown(call, incident, "no whole answer came: " + describe(cause), safe(cause))
                : new RetryLaterException(incident, "no whole answer came: " + describe(cause), null, safe(cause));
    }

    /** An answer came that is none. */
    ProviderException ofNonsense(Call call, int status, @Nullable String requestId, String what) {
        Incident incident = new Incident(provider, call.operation(), status, null, requestId);
        return call.kind() == Call.Kind.CREATE
                ? unknown(call, incident, what, null)
                : new ProviderFaultException(incident, what, null);
    }

    /** The vendor's client refused the request before it was sent, such as an id with a slash. */
    RequestRejectedException ofRefusal(Call call, RuntimeException refusal) {
        String reason = refusal instanceof OpenAIInvalidDataException ? "invalid data" : "the client refused it";
        return rejected(
                call.operation(), List.of(reason + ": " + scrubber.clean(String.valueOf(refusal.getMessage()))));
    }

    RequestRejectedException rejected(String operation, List<String> reasons) {
        return new RequestRejectedException(Incident.of(provider, operation), reasons, null);
    }

    private OutcomeUnknownException unknown(Call call, Incident incident, String what, @Nullable Throwable cause) {
        String look = call.mark() == null ? "look before sending it again" : "look for the mark " + call.mark();
        return new OutcomeUnknownException(
                incident, what + "; it may have been created all the same, " + look, call.mark(), cause);
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException;
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
