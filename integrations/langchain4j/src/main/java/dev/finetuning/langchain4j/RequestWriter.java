package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Tool;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes questions for LangChain4j, and collects what has no place there. Not thread-safe. */
final class RequestWriter {
    private final List<String> reasons = new ArrayList<>();
    private final DefaultChatRequestParameters.Builder<?> parameters = ChatRequestParameters.builder();

    private RequestWriter() {}

    /**
     * The question.
     *
     * @throws RequestRejectedException if something in it cannot be carried; lists all of it
     */
    static dev.langchain4j.model.chat.request.ChatRequest write(ChatRequest request, String provider, String modelId) {
        RequestWriter writer = new RequestWriter();
        List<ChatMessage> messages = new MessageWriter(writer.reasons).write(request.messages());
        writer.settings(request);
        if (!writer.reasons.isEmpty()) {
            throw new RequestRejectedException(
                    Incident.of(provider, "ask " + modelId + " by LangChain4j"),
                    writer.reasons.stream()
                            .map(reason -> "LangChain4j has no place for " + reason)
                            .toList(),
                    null);
        }
        return dev.langchain4j.model.chat.request.ChatRequest.builder()
                .messages(messages)
                .parameters(writer.parameters.build())
                .build();
    }

    private void settings(ChatRequest request) {
        if (!request.tools().isEmpty()) {
            parameters.toolSpecifications(
                    request.tools().stream().map(this::tool).toList());
        }
        request.temperature().ifPresent(parameters::temperature);
        request.maxTokens().ifPresent(parameters::maxOutputTokens);
        request.options().forEach(this::option);
    }

    private ToolSpecification tool(Tool tool) {
        ToolSpecification.Builder specification = ToolSpecification.builder().name(tool.name());
        tool.description().ifPresent(specification::description);
        if (!tool.parameters().isEmpty()) {
            specification.parameters(Schemas.write(tool.parameters(), reasons));
        }
        tool.extras().forEach((field, value) -> {
            if (field.equals(Schemas.STRICT) && value instanceof Boolean strict) {
                specification.strict(strict);
            } else {
                reasons.add("the field " + field + " of a tool");
            }
        });
        return specification.build();
    }

    private void option(String name, Object value) {
        boolean carried = switch (name) {
            case OptionNames.STOP -> stop(value);
            case OptionNames.TOOL_CHOICE -> toolChoice(value);
            case OptionNames.RESPONSE_FORMAT -> responseFormat(value);
            default -> value instanceof Number number && number(name, number);
        };
        if (!carried) {
            reasons.add("the option " + name + " as it is given");
        }
    }

    private boolean number(String name, Number value) {
        switch (name) {
            case OptionNames.TOP_P -> parameters.topP(value.doubleValue());
            case OptionNames.TOP_K -> parameters.topK(value.intValue());
            case OptionNames.FREQUENCY_PENALTY -> parameters.frequencyPenalty(value.doubleValue());
            case OptionNames.PRESENCE_PENALTY -> parameters.presencePenalty(value.doubleValue());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean stop(Object value) {
        if (value instanceof String one) {
            parameters.stopSequences(List.of(one));
            return true;
        }
        if (value instanceof List<?> several && several.stream().allMatch(String.class::isInstance)) {
            parameters.stopSequences(several.stream().map(String.class::cast).toList());
            return true;
        }
        return false;
    }

    private boolean toolChoice(Object value) {
        Optional<ToolChoice> choice = List.of(ToolChoice.values()).stream()
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst();
        choice.ifPresent(parameters::toolChoice);
        return choice.isPresent();
    }

    private boolean responseFormat(Object value) {
        if (!(value instanceof Map<?, ?> format)) {
            return false;
        }
        if ("text".equals(format.get("type"))) {
            parameters.responseFormat(ResponseFormat.TEXT);
            return true;
        }
        if ("json_object".equals(format.get("type"))) {
            parameters.responseFormat(ResponseFormat.JSON);
            return true;
        }
        if (!(format.get("json_schema") instanceof Map<?, ?> schema)
                || !(schema.get("schema") instanceof Map<?, ?> root)
                || !(schema.get("name") instanceof String name)
                || schema.size() != 2) {
            return false;
        }
        parameters.responseFormat(ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(name)
                        .rootElement(Schemas.raw(root))
                        .build())
                .build());
        return true;
    }
}
