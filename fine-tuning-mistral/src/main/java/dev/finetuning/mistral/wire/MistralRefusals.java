package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Error answers as failures typed by what the caller can do next.
 *
 * @param failures types what is the same at every host
 * @param scrubber makes the host's words fit to be shown
 * @param clock what dates in answers are measured against
 */
public record MistralRefusals(Failures failures, Scrubber scrubber, InstantSource clock) {
    public ProviderException of(Call call, HttpResponse<?> response, byte[] body) {
        Refusal refusal = MistralErrors.read(response.statusCode(), response.headers(), body, scrubber, clock);
        if (isGone(refusal)) {
            return new CapabilityGoneException(
                    failures.incident(call, refusal),
                    call.operation(),
                    "Mistral has retired this: " + refusal.message(),
                    null);
        }
        if (refusal.status() == 401) {
            return new CredentialsException(
                    failures.incident(call, refusal),
                    refusal.message() + " (the key is wrong, or its plan's budget is used up: both are told so)",
                    null);
        }
        return failures.ofRefusal(call, refusal);
    }

    /** Retired routes answer 410, or the gateway no longer knows them. */
    private static boolean isGone(Refusal refusal) {
        boolean unrouted = refusal.status() == 404
                && refusal.message().toLowerCase(Locale.ROOT).contains("no route matched");
        return refusal.status() == 410 || unrouted;
    }

    @Override
    public String toString() {
        return "MistralRefusals";
    }
}
