package dev.finetuning.openweights.internal.serving;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The adapters that a {@code llama-server} was started with. Their numbers are looked up each time, for they depend on
 * how the server was started last. Thread-safe.
 */
public final class ScaledAdapters {
    private static final String SUFFIX = ".gguf";

    private final ProviderExchange exchange;

    /** The adapters of a server. */
    public ScaledAdapters(ProviderExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Checks that there is an adapter.
     *
     * @throws RequestRejectedException if there is none
     */
    public void require(String name) {
        number(name, numbers());
    }

    /**
     * The field of a question that selects an adapter.
     *
     * @param name the adapter's name; empty for the base model
     * @throws RequestRejectedException if there is no such adapter
     */
    public Map<String, ?> scales(String name) {
        Map<String, Long> numbers = numbers();
        long chosen = name.isEmpty() ? -1 : number(name, numbers);
        // an adapter that is not named keeps its scale in some releases
        List<Map<String, Object>> scales = numbers.values().stream()
                .map(number -> Map.<String, Object>of("id", number, "scale", number == chosen ? 1.0 : 0.0))
                .toList();
        return Map.of("lora", scales);
    }

    private long number(String name, Map<String, Long> numbers) {
        Long number = numbers.get(name);
        if (number == null) {
            throw new RequestRejectedException(
                    Incident.of(exchange.provider(), "load adapter"),
                    List.of("the server has no adapter " + name + "; start it with --lora " + name + SUFFIX
                            + " --lora-init-without-apply, for it reads adapters only then"),
                    null);
        }
        return number;
    }

    /** The number of each adapter by the name of its file. */
    private Map<String, Long> numbers() {
        WireObject page = exchange.page(Call.read("list adapters"), () -> ProviderRequest.get("/lora-adapters"));
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (WireObject adapter : page.objects("data")) {
            adapter.integer("id").ifPresent(number -> numbers.put(name(adapter.text("path", "")), number));
        }
        return numbers;
    }

    private static String name(String path) {
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }
}
