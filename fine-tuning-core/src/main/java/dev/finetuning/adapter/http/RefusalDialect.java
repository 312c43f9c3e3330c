package dev.finetuning.adapter.http;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.adapter.Refusal;
import dev.finetuning.provider.ProviderException;
import java.util.Optional;

/** Refusals that mean something else at one provider than at others. */
@FunctionalInterface
public interface RefusalDialect {
    /** None does. */
    RefusalDialect NONE = (failures, call, refusal) -> Optional.empty();

    /** The failure that a refusal is here; empty where it is what it is everywhere. */
    Optional<ProviderException> failure(Failures failures, Call call, Refusal refusal);
}
