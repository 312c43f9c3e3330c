package dev.finetuning.training;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as its provider describes it.
 *
 * @param id the id to ask it by
 * @param root the base model it was tuned from, where the provider says so
 * @param createdAt when it was made, where known
 * @param archived whether it is archived
 * @param shutdownAt when the provider will stop serving it, where it says so
 * @param details further facts by the provider's own names, as JSON values
 */
public record TunedModel(
        String id,
        @Nullable String root,
        @Nullable Instant createdAt,
        boolean archived,
        @Nullable Instant shutdownAt,
        Map<String, Object> details) {
    /** Copies the map. */
    public TunedModel {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
