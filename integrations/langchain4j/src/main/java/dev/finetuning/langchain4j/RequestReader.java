package dev.finetuning.langchain4j;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads questions of LangChain4j; what has no place here is refused. */
final class RequestReader {
    private RequestReader() {}

    /**
     * The question.
     *
     * @throws UnsupportedFeatureException if something in it cannot be carried
     */
    static ChatRequest read(dev.langchain4j.model.chat.request.ChatRequest theirs, String modelId) {
        ChatRequestParameters parameters = theirs.parameters();
        if (parameters.getClass() != DefaultChatRequestParameters.class) {
            throw new UnsupportedFeatureException(
                    "settings of " + parameters.getClass().getName()
                            + " are another provider's and cannot be carried; use ChatRequestParameters.builder()");
        }
        if (parameters.modelName() != null && !parameters.modelName().equals(modelId)) {
            throw new UnsupportedFeatureException("this model is " + modelId + " and cannot answer as "
                    + parameters.modelName() + "; its version is chosen by its alias");
        }
        ChatRequest request =
                ChatRequest.of(MessageReader.read(theirs.messages())).withTools(tools(parameters.toolSpecifications()));
        if (parameters.temperature() != null) {
            request = request.withTemperature(parameters.temperature());
        }
        if (parameters.maxOutputTokens() != null) {
            request = request.withMaxTokens(parameters.maxOutputTokens());
        }
        return options(request, parameters);
    }

    private static ChatRequest options(ChatRequest request, ChatRequestParameters parameters) {
        ChatRequest more = with(request, OptionNames.TOP_P, Optional.ofNullable(parameters.topP()));
        more = with(more, OptionNames.TOP_K, Optional.ofNullable(parameters.topK()));
        more = with(more, OptionNames.FREQUENCY_PENALTY, Optional.ofNullable(parameters.frequencyPenalty()));
        more = with(more, OptionNames.PRESENCE_PENALTY, Optional.ofNullable(parameters.presencePenalty()));
        more = with(
                more,
                OptionNames.STOP,
                Optional.ofNullable(parameters.stopSequences())
                        .filter(stops -> !stops.isEmpty())
                        .map(List::copyOf));
        more = with(
                more,
                OptionNames.TOOL_CHOICE,
                Optional.ofNullable(parameters.toolChoice())
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT)));
        return with(
                more,
                OptionNames.RESPONSE_FORMAT,
                Optional.ofNullable(parameters.responseFormat())
                        .filter(format -> format.type() == ResponseFormatType.JSON)
                        .map(RequestReader::format));
    }

    private static ChatRequest with(ChatRequest request, String option, Optional<?> value) {
        return value.isPresent() ? request.withOption(option, value.get()) : request;
    }

    private static Map<String, Object> format(ResponseFormat format) {
        return format.jsonSchema() == null
                ? Map.of("type", "json_object")
                : Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of(
                                "name",
                                Optional.ofNullable(format.jsonSchema().name()).orElse("answer"),
                                "schema",
                                Schemas.read(format.jsonSchema().rootElement())));
    }

    private static List<Tool> tools(List<ToolSpecification> specifications) {
        List<Tool> tools = new ArrayList<>();
        for (ToolSpecification each : specifications) {
            tools.add(new Tool(
                    each.name(),
                    Optional.ofNullable(each.description()),
                    each.parameters() == null ? Map.of() : Schemas.read(each.parameters()),
                    each.strict() == null ? Map.of() : Map.of(Schemas.STRICT, each.strict())));
        }
        return tools;
    }
}
