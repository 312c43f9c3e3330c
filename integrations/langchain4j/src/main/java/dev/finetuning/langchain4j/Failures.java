package dev.finetuning.langchain4j;

import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Failures, in both directions, by what the caller can do about them. */
final class Failures {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private Failures() {}

    /** A failure of ours for LangChain4j's callers; what is none of ours stays as it is. */
    static RuntimeException theirs(RuntimeException failure) {
        if (!(failure instanceof ProviderException ours)) {
            return failure;
        }
        String message = ours.getMessage();
        if (ours instanceof CredentialsException) {
            return new AuthenticationException(message, ours);
        }
        if (ours instanceof NotFoundException) {
            return new ModelNotFoundException(message, ours);
        }
        if (ours instanceof RequestRejectedException) {
            return new InvalidRequestException(message, ours);
        }
        if (ours instanceof RetryLaterException) {
            boolean limited = ours.incident().status().orElse(0) == TOO_MANY_REQUESTS;
            return limited ? new RateLimitException(message, ours) : new InternalServerException(message, ours);
        }
        if (ours instanceof CapabilityGoneException) {
            UnsupportedFeatureException unsupported = new UnsupportedFeatureException(message);
            unsupported.initCause(ours);
            return unsupported;
        }
        // whether the question was answered, and charged, is not known, or the answer is not to be had again
        return new NonRetriableException(message, ours);
    }

    /** A failure of LangChain4j for our callers. */
    static ProviderException ours(String provider, String modelId, RuntimeException failure) {
        if (failure instanceof ProviderException known) {
            return known;
        }
        if (failure.getCause() instanceof ProviderException bridged) {
            return bridged;
        }
        OptionalInt status = status(failure);
        Incident incident = new Incident(provider, "ask " + modelId, status, Optional.empty(), Optional.empty());
        String message = failure instanceof LangChain4jException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getName();
        if (failure instanceof AuthenticationException) {
            return new CredentialsException(incident, message, failure);
        }
        if (failure instanceof ModelNotFoundException) {
            return new NotFoundException(incident, "model", modelId, message, failure);
        }
        if (failure instanceof InvalidRequestException || failure instanceof UnsupportedFeatureException) {
            return new RequestRejectedException(incident, List.of(message), failure);
        }
        if (failure instanceof RetriableException || maySucceedLater(status)) {
            return new RetryLaterException(incident, message, null, failure);
        }
        return new ProviderFaultException(incident, message, failure);
    }

    private static boolean maySucceedLater(OptionalInt status) {
        return status.isPresent() && (status.getAsInt() == TOO_MANY_REQUESTS || status.getAsInt() >= SERVER_ERROR);
    }

    private static OptionalInt status(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof HttpException http) {
                return OptionalInt.of(http.statusCode());
            }
            cause = cause.getCause();
        }
        return OptionalInt.empty();
    }
}
