package dev.finetuning.openai.wire;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.adapter.http.RefusalDialect;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What OpenAI means by a refusal where others mean something else. */
public final class OpenAiRefusals implements RefusalDialect {
    private static final Set<String> NO_QUOTA =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active");
    private static final Set<Integer> NOT_ABOUT_FILES = Set.of(401, 402, 403, 404, 407, 408, 410, 499);

    @Override
    public Optional<ProviderException> failure(Failures failures, Call call, Refusal refusal) {
        String code = refusal.code().orElse("");
        if (refusal.status() == 403 && code.equals("training_not_available")) {
            return Optional.of(new CapabilityGoneException(
                    failures.incident(call, refusal),
                    "training",
                    "this organisation may not train here (any more): " + refusal.message(),
                    null));
        }
        if (refusal.status() == 429 && NO_QUOTA.contains(code)) {
            return Optional.of(new CredentialsException(
                    failures.incident(call, refusal), "the account has no quota left: " + refusal.message(), null));
        }
        return isFileNotReady(refusal, code) ? Optional.of(failures.retryLater(call, refusal)) : Optional.empty();
    }

    /** A freshly uploaded file may not be usable for a while; the refusal creates nothing. */
    private static boolean isFileNotReady(Refusal refusal, String code) {
        int status = refusal.status();
        if (status < 400 || status > 499 || NOT_ABOUT_FILES.contains(status)) {
            return false;
        }
        String text = refusal.message().toLowerCase(Locale.ROOT);
        return code.equals("file_not_ready") || (text.contains("file") && text.contains("not ready"));
    }
}
