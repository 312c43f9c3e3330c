package dev.finetuning.provider;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a call to a provider failed.
 *
 * @param provider the provider's name, as in its capabilities
 * @param operation what was tried, for people: {@code "create job"}
 * @param status the HTTP status, if there was an answer
 * @param code the provider's own error code, if it gave one
 * @param requestId the provider's request id, if it gave one
 */
public record Incident(
        String provider, String operation, OptionalInt status, Optional<String> code, Optional<String> requestId) {
    /** An incident without an answer: the connection failed, or nothing was sent. */
    public static Incident of(String provider, String operation) {
        return new Incident(provider, operation, OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    /** The facts in one line, without any content. */
    public String summary() {
        StringBuilder line = new StringBuilder(provider).append(": ").append(operation);
        status.ifPresent(each -> line.append(", HTTP ").append(each));
        code.ifPresent(each -> line.append(", code ").append(each));
        requestId.ifPresent(each -> line.append(", request ").append(each));
        return line.toString();
    }
}
