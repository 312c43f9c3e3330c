package dev.finetuning.springai;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failures of Spring AI's models, by what the caller can do about them. */
final class Failures {
    // spring-ai-retry, which has them, need not be there
    private static final String TRANSIENT = "org.springframework.ai.retry.TransientAiException";
    private static final String NON_TRANSIENT = "org.springframework.ai.retry.NonTransientAiException";
    private static final int DEEPEST = 10;

    private Failures() {}

    static ProviderException ours(String provider, String modelId, RuntimeException failure) {
        Incident incident = Incident.of(provider, "ask " + modelId);
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Optional<ProviderException> known = known(incident, cause, failure);
            if (known.isPresent()) {
                return known.get();
            }
            cause = cause.getCause();
        }
        return new ProviderFaultException(
                incident, "failed by " + failure.getClass().getName(), failure);
    }

    private static Optional<ProviderException> known(Incident incident, Throwable cause, RuntimeException failure) {
        if (cause instanceof ProviderException bridged) {
            return Optional.of(bridged);
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return Optional.of(new RetryLaterException(incident, "interrupted while waiting", null, failure));
        }
        if (is(cause, TRANSIENT)) {
            return Optional.of(new RetryLaterException(incident, message(cause), null, failure));
        }
        if (is(cause, NON_TRANSIENT)) {
            return Optional.of(new RequestRejectedException(incident, List.of(message(cause)), failure));
        }
        return cause instanceof IOException
                ? Optional.of(new RetryLaterException(
                        incident, "the connection failed: " + cause.getClass().getName(), null, failure))
                : Optional.empty();
    }

    private static String message(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getName());
    }

    private static boolean is(Throwable failure, String name) {
        for (Class<?> each = failure.getClass(); each != null; each = each.getSuperclass()) {
            if (each.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
