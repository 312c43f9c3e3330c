package dev.finetuning.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The content of an error answer, whatever its form.
 *
 * @param status the HTTP status
 * @param code the provider's code, if it gave one
 * @param message its text, without secrets and shortened; a substitute if it gave none
 * @param reasons everything it finds wrong, each with the field concerned, without secrets and shortened;
 *     never empty
 * @param requestId the provider's id of the request, if it gave one
 * @param retryAfter the pause it asks for, if any
 */
public record Refusal(
        int status,
        Optional<String> code,
        String message,
        List<String> reasons,
        Optional<String> requestId,
        Optional<Duration> retryAfter) {
    /** Copies the list. */
    public Refusal {
        reasons = List.copyOf(reasons);
    }
}
