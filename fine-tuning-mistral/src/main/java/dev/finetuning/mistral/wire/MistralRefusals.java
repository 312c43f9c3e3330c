package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.http.RefusalDialect;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import java.util.Locale;
import java.util.Optional;

/** What Mistral means by a refusal where others mean something else. */
public final class MistralRefusals implements RefusalDialect {
    @Override
    public Optional<ProviderException> failure(Failures failures, Call call, Refusal refusal) {
        if (isGone(refusal)) {
            return Optional.of(new CapabilityGoneException(
                    failures.incident(call, refusal),
                    call.operation(),
                    "Mistral has retired this: " + refusal.message(),
                    null));
        }
        if (refusal.status() == 401) {
            return Optional.of(new CredentialsException(
                    failures.incident(call, refusal),
                    refusal.message()
                            + " (the key is wrong, or its plan's budget is used up; Mistral answers the same to both)",
                    null));
        }
        return Optional.empty();
    }

    /** Retired routes answer 410, or the gateway no longer knows them. */
    private static boolean isGone(Refusal refusal) {
        boolean unrouted = refusal.status() == 404
                && refusal.message().toLowerCase(Locale.ROOT).contains("no route matched");
        return refusal.status() == 410 || unrouted;
    }
}
