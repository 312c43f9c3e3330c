package dev.finetuning.openweights.internal.serving;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Loads and unloads adapters of a server that takes {@code /v1/load_lora_adapter} and {@code /v1/unload_lora_adapter}
 * and lists what it has at {@code /v1/models}. The list decides what is loaded: a lost answer, or a refusal because
 * another was quicker, counts for nothing if the list says that all is done. Thread-safe.
 */
public final class AdapterEndpoint {
    private static final String MODELS = "/v1/models";

    private final ProviderExchange exchange;
    private final Duration loadTimeout;

    /** The adapters of a server; loading one may take so long. */
    public AdapterEndpoint(ProviderExchange exchange, Duration loadTimeout) {
        this.exchange = exchange;
        this.loadTimeout = loadTimeout;
    }

    /** Loads an adapter from a folder as the server sees it, unless it is loaded. */
    public void load(String name, String path) {
        Optional<String> there = Optional.ofNullable(loaded().get(name));
        if (there.isPresent() && isFrom(path, there.get())) {
            return;
        }
        if (there.isPresent()) {
            unload(name);
        }
        Call call = Call.repeatable("load adapter", "", name);
        ProviderRequest request = ProviderRequest.post(
                        "/v1/load_lora_adapter", Map.of("lora_name", name, "lora_path", path))
                .within(loadTimeout);
        try {
            exchange.tell(call, () -> request);
        } catch (RequestRejectedException refused) {
            if (!isLoaded(name, path, refused)) {
                throw refusal(refused, refused.reasons(), name, path);
            }
        } catch (RetryLaterException lost) {
            if (!isLoaded(name, path, lost)) {
                throw isVerdict(lost) ? refusal(lost, List.of(lost.reason()), name, path) : lost;
            }
        }
    }

    /**
     * Whether a server that is well, for it lists its models, failed over the adapter: vLLM says 500 where one has a rank
     * that is too high, or a form that it does not know.
     */
    private static boolean isVerdict(RetryLaterException failure) {
        return failure.incident().status().equals(OptionalInt.of(500)) && failure.getSuppressed().length == 0;
    }

    /** A server that does not say where an adapter came from is taken by its word that it has it: names are for good. */
    private static boolean isFrom(String path, String root) {
        return root.isEmpty() || root.equals(path);
    }

    private boolean isLoaded(String name, String path, ProviderException failure) {
        try {
            return Optional.ofNullable(loaded().get(name))
                    .filter(root -> isFrom(path, root))
                    .isPresent();
        } catch (ProviderException unknown) {
            failure.addSuppressed(unknown);
            return false;
        }
    }

    private static RequestRejectedException refusal(
            ProviderException refused, List<String> why, String name, String path) {
        List<String> reasons = new ArrayList<>(why);
        reasons.add("adapter " + name + " could not be loaded from " + path
                + "; the server must see it at that path, be started with --enable-lora and a --max-lora-rank that is high"
                + " enough, and allow loading while it runs (VLLM_ALLOW_RUNTIME_LORA_UPDATING=True)");
        return new RequestRejectedException(refused.incident(), reasons, refused);
    }

    /** Unloads those of these adapters that are loaded. */
    public void unload(Collection<String> names) {
        Collection<String> loaded = loaded().keySet();
        names.stream().distinct().filter(loaded::contains).forEach(this::unload);
    }

    private void unload(String name) {
        Call call = Call.repeatable("unload adapter", "", name);
        ProviderRequest request = ProviderRequest.post("/v1/unload_lora_adapter", Map.of("lora_name", name));
        try {
            exchange.tell(call, () -> request);
        } catch (RequestRejectedException | RetryLaterException failure) {
            if (loaded().containsKey(name)) {
                throw failure;
            }
        }
    }

    /** The names of all models, each with the path it came from where the server says it. */
    private Map<String, String> loaded() {
        WireObject page = exchange.page(Call.read("list models"), () -> ProviderRequest.get(MODELS));
        Map<String, String> loaded = new LinkedHashMap<>();
        page.objects("data")
                .forEach(model -> model.text("id")
                        .ifPresent(id -> loaded.put(id, model.text("root").orElse(""))));
        return loaded;
    }
}
