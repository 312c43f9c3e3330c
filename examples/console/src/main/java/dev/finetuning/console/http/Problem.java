package dev.finetuning.console.http;

import dev.finetuning.FineTuningException;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.dataset.TooManyRejectedException;
import dev.finetuning.dataset.UnsplittableDatasetException;
import dev.finetuning.eval.EvaluationFailedException;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalException;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.registry.RegistryConflictException;
import dev.finetuning.registry.UnknownVersionException;
import dev.finetuning.run.TooFewExamplesException;
import dev.finetuning.run.UnknownRunException;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.UnreadableSourceException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why something was not done, as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param code the reason for programs
 * @param detail the reason for people
 */
public record Problem(int status, String code, String detail) {
    private static final Map<RefusedException.Kind, Integer> REFUSALS = Map.of(
            RefusedException.Kind.NOT_FOUND, 404,
            RefusedException.Kind.INVALID, 422,
            RefusedException.Kind.CONFLICT, 409,
            RefusedException.Kind.TOO_LARGE, 413,
            RefusedException.Kind.FORBIDDEN, 403,
            RefusedException.Kind.UNAUTHORIZED, 401,
            RefusedException.Kind.TOO_MANY, 429);

    private static final Map<Class<? extends FineTuningException>, Problem> LIBRARY = library();

    private static Map<Class<? extends FineTuningException>, Problem> library() {
        Map<Class<? extends FineTuningException>, Problem> known = new LinkedHashMap<>();
        known.put(UnknownRunException.class, new Problem(404, "not_found", ""));
        known.put(UnknownVersionException.class, new Problem(404, "not_found", ""));
        known.put(NotFoundException.class, new Problem(404, "not_found", ""));
        known.put(TooFewExamplesException.class, new Problem(422, "too_few_examples", ""));
        known.put(UnacceptableDatasetException.class, new Problem(422, "unacceptable_dataset", ""));
        known.put(TooManyRejectedException.class, new Problem(422, "too_many_rejected", ""));
        known.put(UnsplittableDatasetException.class, new Problem(422, "unsplittable_dataset", ""));
        known.put(EvaluationFailedException.class, new Problem(422, "evaluation_failed", ""));
        known.put(BudgetExceededException.class, new Problem(422, "budget_exceeded", ""));
        known.put(UnknownPriceException.class, new Problem(422, "unknown_price", ""));
        known.put(RequestRejectedException.class, new Problem(422, "request_rejected", ""));
        known.put(CapabilityGoneException.class, new Problem(422, "capability_gone", ""));
        known.put(RegistryConflictException.class, new Problem(409, "registry_conflict", ""));
        known.put(JournalConflictException.class, new Problem(409, "changed_meanwhile", ""));
        known.put(ProviderException.class, new Problem(502, "provider_failed", ""));
        known.put(JournalException.class, new Problem(503, "journal_unavailable", ""));
        return known;
    }

    /** The problem that a failure of the library is. */
    public static Problem of(FineTuningException failure) {
        if (failure instanceof RefusedException refused) {
            return new Problem(REFUSALS.getOrDefault(refused.kind(), 422), refused.code(), refused.getMessage());
        }
        if (failure instanceof UnreadableSourceException source) {
            return new Problem(422, source.code(), failure.getMessage());
        }
        if (failure instanceof MalformedRecordException record) {
            return new Problem(422, record.rejection().code(), failure.getMessage());
        }
        return LIBRARY.entrySet().stream()
                .filter(known -> known.getKey().isInstance(failure))
                .findFirst()
                .map(known -> known.getValue().saying(failure.getMessage()))
                .orElseGet(() -> new Problem(500, "failed", failure.getMessage()));
    }

    private Problem saying(String message) {
        return new Problem(status, code, message);
    }

    /** The body of an answer of type {@code application/problem+json}. */
    public Map<String, Object> body() {
        return JsonFields.with("type", "about:blank")
                .and("title", title())
                .and("status", status)
                .and("code", code)
                .and("detail", detail)
                .map();
    }

    /** The status in words. */
    public String title() {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Sign in first";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 409 -> "Does not fit the current state";
            case 413 -> "Too large";
            case 422 -> "Cannot be used";
            case 429 -> "Too many attempts";
            case 502 -> "The provider failed";
            case 503 -> "Not available now";
            default -> "Failed";
        };
    }
}
