package dev.finetuning.adapter.http;

import dev.finetuning.adapter.WireObject;
import java.util.Optional;
import java.util.function.Function;

/**
 * A whole answer that says yes.
 *
 * @param body its JSON; an object without fields where it has no body
 * @param requestId the provider's id of the request, where it gave one
 * @param headers looks up a header by its lower-case name
 */
public record ProviderResponse(
        WireObject body, Optional<String> requestId, Function<String, Optional<String>> headers) {
    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "ProviderResponse[" + body + "]";
    }
}
