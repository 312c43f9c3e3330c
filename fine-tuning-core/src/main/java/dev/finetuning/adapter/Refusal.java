package dev.finetuning.adapter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a host says beside an error status, whatever form it said it in.
 *
 * @param status the HTTP status
 * @param code the host's code, where it gave one
 * @param message its text, scrubbed and shortened; a stand-in where it gave none
 * @param param the request field it blames, where it names one
 * @param requestId the host's id of the request, where it gave one
 * @param retryAfter how long it asks to be left alone, where it does
 */
public record Refusal(
        int status,
        @Nullable String code,
        String message,
        @Nullable String param,
        @Nullable String requestId,
        @Nullable Duration retryAfter) {
    /** The message with the field it blames. */
    public String reason() {
        return param == null || message.contains(param) ? message : message + " (" + param + ")";
    }
}
