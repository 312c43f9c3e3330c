package dev.finetuning.openai.wire;

import dev.finetuning.adapter.chat.MessageForm;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages and tools as OpenAI takes them. */
public final class OpenAiMessageForm extends MessageForm {
    /** For requests, preferences and prompts. */
    public static final OpenAiMessageForm FORM = new OpenAiMessageForm(false);

    /** For supervised training, which knows {@code system} and not {@code developer}. */
    public static final OpenAiMessageForm SUPERVISED = new OpenAiMessageForm(true);

    private static final List<String> KNOWN_EXTRAS = List.of("refusal", "function_call", "audio");

    private final boolean supervised;

    private OpenAiMessageForm(boolean supervised) {
        super("OpenAI's training data");
        this.supervised = supervised;
    }

    @Override
    protected Role role(Role role) {
        return supervised && role == Role.DEVELOPER ? Role.SYSTEM : role;
    }

    @Override
    protected void extras(Message message, Map<String, Object> fields) {
        KNOWN_EXTRAS.forEach(extra -> putIfGiven(fields, extra, message.extras().get(extra)));
    }

    @Override
    protected void function(Tool tool, Map<String, Object> function) {
        tool.description().ifPresent(description -> function.put("description", description));
        if (!tool.parameters().isEmpty()) {
            function.put("parameters", tool.parameters());
        }
        function.putAll(functionExtras(tool));
    }

    /**
     * A chat request.
     *
     * @param model the model that is asked
     */
    public static Map<String, Object> request(String model, ChatRequest request, ProviderProfile profile) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", request.messages().stream().map(FORM::message).toList());
        if (!request.tools().isEmpty()) {
            body.put("tools", FORM.tools(request.tools()));
        }
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.maxTokens().ifPresent(value -> body.put(profile.answerLimit(), value));
        request.seed().ifPresent(value -> body.put("seed", value));
        body.putAll(request.options());
        return body;
    }
}
