package dev.finetuning.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a host says beside an error status, whatever form it said it in.
 *
 * @param status the HTTP status
 * @param code the host's code, where it gave one
 * @param message its text, scrubbed and shortened; a stand-in where it gave none
 * @param reasons all it finds wrong, one each with the field it blames, scrubbed and shortened; never empty
 * @param requestId the host's id of the request, where it gave one
 * @param retryAfter how long it asks to be left alone, where it does
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
