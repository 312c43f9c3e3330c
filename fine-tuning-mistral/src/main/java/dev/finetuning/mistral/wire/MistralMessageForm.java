package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.chat.MessageForm;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages and tools as Mistral takes them: {@code developer} is {@code system}, a call stands without empty
 * content beside it, an image's address is a bare text where nothing else is said about it, and a tool has
 * all three of its fields.
 */
public final class MistralMessageForm extends MessageForm {
    /** The one form; it has no state. */
    public static final MistralMessageForm FORM = new MistralMessageForm();

    private static final String IMAGE_URL = "image_url";

    private MistralMessageForm() {
        super("Mistral's training data");
    }

    @Override
    protected Role role(Role role) {
        return role == Role.DEVELOPER ? Role.SYSTEM : role;
    }

    @Override
    protected boolean writesContent(Message message) {
        boolean emptyBesideCalls = !message.toolCalls().isEmpty()
                && message.text().isEmpty()
                && !(message.content().orElse(null) instanceof Content.Parts);
        return !emptyBesideCalls;
    }

    @Override
    protected void part(Map<String, Object> fields) {
        if (fields.get(IMAGE_URL) instanceof Map<?, ?> image
                && image.size() == 1
                && image.get("url") instanceof String url) {
            fields.put(IMAGE_URL, url);
        }
    }

    @Override
    protected void extras(Message message, Map<String, Object> fields) {
        if (message.extras().get("prefix") instanceof Boolean prefix) {
            fields.put("prefix", prefix);
        }
    }

    @Override
    protected void function(Tool tool, Map<String, Object> function) {
        function.put("description", tool.description().orElse(""));
        function.put("parameters", tool.parameters());
        if (tool.extras().get("strict") instanceof Boolean strict) {
            function.put("strict", strict);
        }
    }

    /** The dialect knows nothing beside a function, and its chat refuses what it does not know. */
    @Override
    protected Map<String, Object> besideFunction(Tool tool) {
        return Map.of();
    }

    /** Whether a tool is a function; others have a type of their own. */
    static boolean isFunction(Tool tool) {
        return !(tool.extras().get("type") instanceof String);
    }

    /** A chat request without the model, which a batch names once. */
    public static Map<String, Object> request(ChatRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messages", questions(request.messages()));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    request.tools().stream().map(MistralMessageForm::offered).toList());
        }
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.maxTokens().ifPresent(value -> body.put("max_tokens", value));
        request.seed().ifPresent(value -> body.put("random_seed", value));
        body.putAll(request.options());
        return body;
    }

    /** A chat request. */
    public static Map<String, Object> request(String model, ChatRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.putAll(request(request));
        return body;
    }

    /** Messages that are asked: unknown fields are refused here, and only tools have names. */
    public static List<Map<String, Object>> questions(List<Message> messages) {
        return messages.stream().map(MistralMessageForm::question).toList();
    }

    private static Map<String, Object> question(Message message) {
        Map<String, Object> fields = FORM.message(message);
        if (message.role() != Role.TOOL) {
            fields.remove("name");
        }
        return fields;
    }

    private static Map<String, Object> offered(Tool tool) {
        return isFunction(tool)
                ? FORM.tool(tool)
                : Map.of("type", String.valueOf(tool.extras().get("type")));
    }
}
