package dev.finetuning.springai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.jackson.Jackson;
import dev.finetuning.provider.RequestRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** Reads prompts of Spring AI, and collects what has no place here. Not thread-safe. */
final class PromptReader {
    private static final JsonMapper JSON = Jackson.mapper().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final Set<String> KNOWN = Set.of("DefaultChatOptions", "DefaultToolCallingChatOptions");

    private final Refusal refusal;

    private PromptReader(Refusal refusal) {
        this.refusal = refusal;
    }

    /**
     * The question.
     *
     * @throws RequestRejectedException if something in it cannot be carried; lists all of it
     */
    static ChatRequest read(Prompt prompt, ChatModel model) {
        Refusal refusal = new Refusal(model.provider(), model.id());
        PromptReader reader = new PromptReader(refusal);
        List<Message> messages = new MessageReader(refusal).read(prompt.getInstructions());
        ChatOptions options = prompt.getOptions();
        List<Tool> tools = options == null ? List.of() : reader.tools(options, model.id());
        refusal.check();
        ChatRequest request = ChatRequest.of(messages).withTools(tools);
        return options == null ? request : settings(request, options);
    }

    private List<Tool> tools(ChatOptions options, String modelId) {
        if (!KNOWN.contains(options.getClass().getSimpleName())) {
            refusal.add("settings of " + options.getClass().getName());
        }
        String wanted = options.getModel();
        if (wanted != null && !wanted.equals(modelId)) {
            refusal.add("the model name " + wanted + ", because this model is " + modelId + ": it");
        }
        List<ToolCallback> callbacks =
                options instanceof ToolCallingChatOptions calling ? calling.getToolCallbacks() : null;
        List<Tool> tools = new ArrayList<>();
        for (ToolCallback callback : callbacks == null ? List.<ToolCallback>of() : callbacks) {
            tools.add(tool(callback.getToolDefinition()));
        }
        return tools;
    }

    private Tool tool(ToolDefinition definition) {
        Map<String, Object> schema = Map.of();
        try {
            schema = JSON.readValue(definition.inputSchema(), OBJECT);
        } catch (JsonProcessingException e) {
            refusal.add("the schema of the tool " + definition.name() + ", which is not a JSON object,");
        }
        Optional<String> description = Optional.of(definition.description()).filter(text -> !text.isEmpty());
        return new Tool(definition.name(), description, schema, Map.of());
    }

    private static ChatRequest settings(ChatRequest request, ChatOptions options) {
        ChatRequest more = request;
        Double temperature = options.getTemperature();
        if (temperature != null) {
            more = more.withTemperature(temperature);
        }
        Integer maxTokens = options.getMaxTokens();
        if (maxTokens != null) {
            more = more.withMaxTokens(maxTokens);
        }
        more = with(more, OptionNames.TOP_P, options.getTopP());
        more = with(more, OptionNames.TOP_K, options.getTopK());
        more = with(more, OptionNames.FREQUENCY_PENALTY, options.getFrequencyPenalty());
        more = with(more, OptionNames.PRESENCE_PENALTY, options.getPresencePenalty());
        List<String> stops = options.getStopSequences();
        return stops == null || stops.isEmpty() ? more : more.withOption(OptionNames.STOP, List.copyOf(stops));
    }

    private static ChatRequest with(ChatRequest request, String option, @Nullable Object value) {
        return value == null ? request : request.withOption(option, value);
    }
}
