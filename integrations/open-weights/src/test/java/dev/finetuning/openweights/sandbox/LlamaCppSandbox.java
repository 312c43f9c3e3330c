package dev.finetuning.openweights.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import dev.finetuning.testing.ScriptedChatModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Plays llama.cpp's server as build 11434 answers: adapters from its command line, by number, whose scale a question may
 * set; and a cache of prompts that asks for the text alone, so that a prompt is remembered as the first adapter read it.
 */
public final class LlamaCppSandbox extends ProviderSandbox<LlamaCppSandbox> {
    private final Routes routes = new Routes("");
    private final Map<String, String> cache = new ConcurrentHashMap<>();
    private volatile List<String> adapters = List.of();

    public LlamaCppSandbox() {
        routes.on("GET", "/lora-adapters", (request, id) -> adapters());
        routes.on("POST", "/v1/chat/completions", (request, id) -> complete(Json.parse(request.body())));
    }

    /** Starts again with these files as {@code --lora}. */
    public LlamaCppSandbox started(String... files) {
        adapters = List.of(files);
        cache.clear();
        return this;
    }

    private Answer adapters() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (String path : adapters) {
            // it says so with --lora-init-without-apply, too
            list.add(Json.map("id", list.size(), "path", path, "scale", 1.0, "task_name", "", "prompt_prefix", ""));
        }
        return Answer.of(200, "application/json", Json.text(list).getBytes(StandardCharsets.UTF_8));
    }

    /** Says which adapters were applied. */
    private Answer complete(JsonNode body) {
        double[] scales =
                IntStream.range(0, adapters.size()).mapToDouble(i -> 0.25).toArray();
        for (JsonNode adapter : body.path("lora")) {
            scales[adapter.path("id").asInt()] = adapter.path("scale").asDouble();
        }
        StringBuilder applied = new StringBuilder();
        for (int i = 0; i < scales.length; i++) {
            if (scales[i] != 0) {
                applied.append(adapters.get(i)).append(" at ").append(scales[i]);
            }
        }
        String read = applied.isEmpty() ? "the base" : applied.toString();
        boolean fromCache = body.path("cache_prompt").asBoolean(true);
        String remembered = cache.computeIfAbsent(body.path("messages").toString(), prompt -> read);
        String text = (fromCache ? remembered : read) + " answers";
        return HostedChat.answer(body, "base", chat().orElseGet(() -> ScriptedChatModel.answering("base", text)));
    }

    @Override
    protected LlamaCppSandbox self() {
        return this;
    }

    @Override
    protected Answer answer(ReceivedRequest request) {
        return routes.answer(request)
                .orElseGet(() -> Answer.json(404, "{\"error\":{\"code\":404,\"message\":\"File Not Found\"}}"));
    }

    @Override
    protected Answer unreadable(ReceivedRequest request) {
        return Answer.json(400, "{\"error\":{\"code\":400,\"message\":\"invalid JSON\"}}");
    }

    @Override
    public int jobCount() {
        return 0;
    }

    @Override
    public int fileCount() {
        return 0;
    }
}
