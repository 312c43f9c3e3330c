package dev.finetuning.openweights.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.Routes;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays vLLM's server as the source of 0.32 has it ({@code entrypoints/openai/models/serving.py}, {@code
 * lora/peft_helper.py}): loads and unloads adapters, answers with plain text where that went well, 400 for one that is
 * loaded or called like the base model, 404 for one that is not, 500 for one whose rank is above 16, and in the list of
 * models the path each came from. An adapter without {@code adapter_config.json} is not found.
 */
public final class VllmSandbox extends ProviderSandbox<VllmSandbox> {
    /** The base model's name. */
    public static final String BASE = "org/base-model";

    private static final int MAX_RANK = 16;

    private final Map<String, String> loaded = Collections.synchronizedMap(new TreeMap<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Routes routes = new Routes("/v1");

    public VllmSandbox() {
        routes.on("GET", "/models", (request, id) -> models());
        routes.on("POST", "/load_lora_adapter", (request, id) -> load(Json.parse(request.body())));
        routes.on("POST", "/unload_lora_adapter", (request, id) -> unload(Json.parse(request.body())));
        routes.on("POST", "/chat/completions", (request, id) -> complete(Json.parse(request.body())));
    }

    /** The adapters that are loaded, each with the path it came from. */
    public Map<String, String> loaded() {
        return loaded;
    }

    /** What was loaded and unloaded, in order. */
    public List<String> log() {
        return log;
    }

    private Answer models() {
        List<Map<String, Object>> models = new ArrayList<>();
        models.add(Json.map("id", BASE, "object", "model", "root", "/models/base", "parent", null));
        synchronized (loaded) {
            loaded.forEach(
                    (name, path) -> models.add(Json.map("id", name, "object", "model", "root", path, "parent", BASE)));
        }
        return Answer.ok(Json.map("object", "list", "data", models));
    }

    private Answer load(JsonNode body) {
        String name = body.path("lora_name").asText();
        String path = body.path("lora_path").asText();
        if (name.isEmpty() || path.isEmpty()) {
            return error(400, "InvalidUserInput", "Both 'lora_name' and 'lora_path' must be provided.");
        }
        if (loaded.containsKey(name)) {
            return error(
                    400,
                    "InvalidUserInput",
                    "The lora adapter '" + name + "' has already been loaded. If you want to load the"
                            + " adapter in place, set 'load_inplace' to True.");
        }
        if (name.equals(BASE)) {
            return error(
                    400, "InvalidUserInput", "The lora adapter '" + name + "' conflicts with a served base model.");
        }
        Path config = Path.of(path, "adapter_config.json");
        if (!Files.exists(config)) {
            return error(404, "NotFoundError", "Loading lora " + name + " failed: No adapter found for " + path);
        }
        int rank = rank(config);
        if (rank > MAX_RANK) {
            return error(
                    500,
                    "InternalServerError",
                    "LoRA rank " + rank + " is greater than max_lora_rank " + MAX_RANK + ".");
        }
        loaded.put(name, path);
        log.add("load " + name);
        return said("Success: LoRA adapter '" + name + "' added successfully.");
    }

    private static int rank(Path config) {
        try {
            return Json.parse(Files.readAllBytes(config)).path("r").asInt(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer unload(JsonNode body) {
        String name = body.path("lora_name").asText();
        if (loaded.remove(name) == null) {
            return error(404, "NotFoundError", "The lora adapter '" + name + "' cannot be found.");
        }
        log.add("unload " + name);
        return said("Success: LoRA adapter '" + name + "' removed successfully.");
    }

    private Answer complete(JsonNode body) {
        String model = body.path("model").asText();
        if (!model.equals(BASE) && !loaded.containsKey(model)) {
            return error(404, "NotFoundError", "The model `" + model + "` does not exist.");
        }
        return HostedChat.answer(
                body, model, chat().orElseGet(() -> ScriptedChatModel.answering(model, model + " answers")));
    }

    private static Answer said(String words) {
        return Answer.of(200, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }

    /** An error in vLLM's form. */
    public static Answer error(int status, String type, String message) {
        return Answer.json(
                status,
                Json.text(
                        Json.map("error", Json.map("message", message, "type", type, "param", null, "code", status))));
    }

    @Override
    protected VllmSandbox self() {
        return this;
    }

    @Override
    protected Answer answer(ReceivedRequest request) {
        return routes.answer(request).orElseGet(() -> Answer.json(404, "{\"detail\":\"Not Found\"}"));
    }

    @Override
    protected Answer unreadable(ReceivedRequest request) {
        return error(400, "BadRequestError", "the body is not JSON");
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
