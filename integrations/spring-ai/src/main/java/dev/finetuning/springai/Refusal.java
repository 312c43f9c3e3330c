package dev.finetuning.springai;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import java.util.ArrayList;
import java.util.List;

/** Collects what cannot be carried. Not thread-safe. */
final class Refusal {
    private final String provider;
    private final String modelId;
    private final List<String> reasons = new ArrayList<>();

    Refusal(String provider, String modelId) {
        this.provider = provider;
        this.modelId = modelId;
    }

    void add(String what) {
        reasons.add(what + " cannot be carried between Spring AI and this library");
    }

    /**
     * Throws if there is something.
     *
     * @throws RequestRejectedException with all of it
     */
    void check() {
        if (!reasons.isEmpty()) {
            throw new RequestRejectedException(
                    Incident.of(provider.isEmpty() ? "bridge" : provider, "ask " + modelId), reasons, null);
        }
    }
}
