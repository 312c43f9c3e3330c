package dev.finetuning.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The vendor client's exceptions as failures typed by what the caller can do next. */
final class Refusals {
    private static final Set<String> NO_QUOTA =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");

    private final Failures failures;
    private final Scrubber scrubber;
    private final InstantSource clock;

    Refusals(Failures failures, Scrubber scrubber, InstantSource clock) {
        this.failures = failures;
        this.scrubber = scrubber;
        this.clock = clock;
    }

    /** The host answered with an error. The vendor's exception is not kept: its text is the whole body. */
    ProviderException ofAnswer(Call call, OpenAIServiceException answer) {
        Refusal refusal = ErrorAnswer.read(answer, scrubber, clock);
        if (isTrainingRefused(refusal)) {
            return new CapabilityGoneException(
                    failures.incident(call, refusal),
                    "training",
                    "this organisation may not train here (any more): " + refusal.message(),
                    null);
        }
        if (refusal.status() == 429 && refusal.code() != null && NO_QUOTA.contains(refusal.code())) {
            return new CredentialsException(
                    failures.incident(call, refusal), "the account has no quota left: " + refusal.message(), null);
        }
        return isFileNotReady(refusal) ? failures.retryLater(call, refusal) : failures.ofRefusal(call, refusal);
    }

    /** The vendor's client refused the request before it was sent, such as an id with a slash. */
    RequestRejectedException ofRefusal(Call call, RuntimeException refusal) {
        String reason = refusal instanceof OpenAIInvalidDataException ? "invalid data" : "the client refused it";
        return failures.rejected(
                call.operation(), List.of(reason + ": " + scrubber.clean(String.valueOf(refusal.getMessage()))));
    }

    private static boolean isTrainingRefused(Refusal refusal) {
        return refusal.status() == 403 && "training_not_available".equals(refusal.code());
    }

    /** A freshly uploaded file may not be usable for a while; the refusal creates nothing. */
    private static boolean isFileNotReady(Refusal refusal) {
        int status = refusal.status();
        if (status < 400 || status > 499 || Set.of(401, 402, 403, 404, 408, 410).contains(status)) {
            return false;
        }
        String text = refusal.message().toLowerCase(Locale.ROOT);
        return "file_not_ready".equals(refusal.code()) || (text.contains("file") && text.contains("not ready"));
    }
}
