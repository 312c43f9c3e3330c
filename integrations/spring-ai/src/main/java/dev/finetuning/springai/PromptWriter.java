package dev.finetuning.springai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Tool;
import dev.finetuning.internal.jackson.Jackson;
import java.util.List;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** Writes prompts for Spring AI. Not thread-safe. */
final class PromptWriter {
    private static final JsonMapper JSON = Jackson.mapper().build();

    private final Refusal refusal;
    private final ChatOptions.Builder<?> options;

    private PromptWriter(Refusal refusal, ChatOptions.Builder<?> options) {
        this.refusal = refusal;
        this.options = options;
    }

    /**
     * The prompt, with the model's own options where the question says nothing else.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if something in the question cannot be carried; lists
     *     all of it
     */
    static Prompt write(ChatRequest request, ChatOptions own, String provider, String modelId) {
        Refusal refusal = new Refusal(provider, modelId);
        List<Message> messages = new MessageWriter(refusal).write(request.messages());
        PromptWriter writer = new PromptWriter(refusal, own.mutate());
        writer.settings(request);
        refusal.check();
        return new Prompt(messages, writer.options.build());
    }

    private void settings(ChatRequest request) {
        request.temperature().ifPresent(options::temperature);
        request.maxTokens().ifPresent(options::maxTokens);
        request.options().forEach(this::option);
        if (request.tools().isEmpty()) {
            return;
        }
        if (options instanceof ToolCallingChatOptions.Builder<?> calling) {
            calling.toolCallbacks(request.tools().stream().map(this::tool).toList());
        } else {
            refusal.add("a tool, because the model's options take none: it");
        }
    }

    private void option(String name, Object value) {
        if (name.equals(OptionNames.STOP) && value instanceof String one) {
            options.stopSequences(List.of(one));
        } else if (name.equals(OptionNames.STOP)
                && value instanceof List<?> several
                && several.stream().allMatch(String.class::isInstance)) {
            options.stopSequences(several.stream().map(String.class::cast).toList());
        } else if (!(value instanceof Number number) || !number(name, number)) {
            refusal.add("the option " + name + " as it is given");
        }
    }

    private boolean number(String name, Number value) {
        switch (name) {
            case OptionNames.TOP_P -> options.topP(value.doubleValue());
            case OptionNames.TOP_K -> options.topK(value.intValue());
            case OptionNames.FREQUENCY_PENALTY -> options.frequencyPenalty(value.doubleValue());
            case OptionNames.PRESENCE_PENALTY -> options.presencePenalty(value.doubleValue());
            default -> {
                return false;
            }
        }
        return true;
    }

    private ToolCallback tool(Tool tool) {
        tool.extras().keySet().forEach(field -> refusal.add("the field " + field + " of a tool"));
        try {
            return new Described(new Definition(
                    tool.name(), tool.description().orElse(""), JSON.writeValueAsString(tool.parameters())));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a schema holds something that JSON does not have", e);
        }
    }

    private record Definition(String name, String description, String inputSchema) implements ToolDefinition {}

    /** A tool that the model may call and somebody else carries out. */
    private record Described(ToolDefinition getToolDefinition) implements ToolCallback {
        @Override
        public String call(String toolInput) {
            throw new IllegalStateException(
                    "the tool " + getToolDefinition.name() + " is carried out by whoever asked, not by the model");
        }
    }
}
