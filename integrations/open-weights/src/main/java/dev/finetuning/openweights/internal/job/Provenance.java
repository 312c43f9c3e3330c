package dev.finetuning.openweights.internal.job;

import dev.finetuning.adapter.WireObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a registry keeps of how an adapter was made. */
final class Provenance {
    private static final List<String> TOLD = List.of(
            "adapter_sha256",
            "base_model_sha256",
            "trained_tokens",
            "training_flops",
            "train_seconds",
            "peak_memory_bytes",
            "device",
            "precision");

    private Provenance() {}

    /** The facts, from the request and from what the workers told; what they did not tell is left out. */
    static Map<String, String> of(WireObject request, List<WireObject> events) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", request.object("method").text("name", ""));
        facts.put("seed", String.valueOf(request.integer("seed").orElse(0)));
        request.object("base").text("name").ifPresent(name -> facts.put("base_model_root", name));
        request.object("base").text("license").ifPresent(license -> facts.put("base_model_license", license));
        for (WireObject event : events) {
            Map<String, Object> fields = event.map();
            TOLD.stream()
                    .filter(fields::containsKey)
                    .forEach(name -> facts.put(name, String.valueOf(fields.get(name))));
            event.object("versions").map().forEach((name, version) -> facts.put(name, String.valueOf(version)));
        }
        request.object("settings").map().forEach((name, value) -> facts.put("setting." + name, String.valueOf(value)));
        return facts;
    }
}
