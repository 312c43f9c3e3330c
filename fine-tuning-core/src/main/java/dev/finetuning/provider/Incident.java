package dev.finetuning.provider;

import org.jspecify.annotations.Nullable;

/**
 * Where a call to a provider went wrong.
 *
 * @param provider the pipeline's or model's provider name, as in its capabilities
 * @param operation what was tried, for people: {@code "create job"}
 * @param status the HTTP status, where there was an answer
 * @param code the provider's own error code, where it gave one
 * @param requestId the provider's request id, where it gave one
 */
public record Incident(
        String provider,
        String operation,
        @Nullable Integer status,
        @Nullable String code,
        @Nullable String requestId) {
    /** An incident without an answer: the connection failed, or nothing was sent. */
    public static Incident of(String provider, String operation) {
        return new Incident(provider, operation, null, null, null);
    }

    /** The facts in one line, without any content. */
    public String summary() {
        StringBuilder line = new StringBuilder(provider).append(": ").append(operation);
        if (status != null) {
            line.append(", HTTP ").append(status);
        }
        if (code != null) {
            line.append(", code ").append(code);
        }
        if (requestId != null) {
            line.append(", request ").append(requestId);
        }
        return line.toString();
    }
}
