package dev.finetuning.openai;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The least reader of chat records that the tests need, independent of the library's own formats. */
public final class ChatRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatRecords() {}

    public static List<ChatExample> read(Path file) throws IOException {
        List<ChatExample> examples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            examples.add(example(JSON.readTree(line)));
        }
        return examples;
    }

    private static ChatExample example(JsonNode record) {
        List<Message> messages = new ArrayList<>();
        record.path("messages").forEach(node -> messages.add(message(node)));
        List<Tool> tools = new ArrayList<>();
        record.path("tools").forEach(node -> tools.add(tool(node.path("function"))));
        return new ChatExample(messages, tools, ExampleInfo.NONE);
    }

    private static Message message(JsonNode node) {
        List<ToolCall> calls = new ArrayList<>();
        node.path("tool_calls")
                .forEach(call -> calls.add(ToolCall.of(
                        call.path("id").asText(),
                        call.path("function").path("name").asText(),
                        call.path("function").path("arguments").asText())));
        Message.Builder message = Message.builder(
                        Role.ofWireName(node.path("role").asText()).orElseThrow())
                .toolCalls(calls);
        if (node.hasNonNull("content")) {
            message.content(Content.of(node.path("content").asText()));
        }
        return message.build();
    }

    private static Tool tool(JsonNode function) {
        Map<String, Object> parameters =
                JSON.convertValue(function.path("parameters"), new TypeReference<Map<String, Object>>() {});
        return new Tool(
                function.path("name").asText(),
                Optional.ofNullable(function.path("description").textValue()),
                parameters == null ? Map.of() : parameters,
                Map.of());
    }
}
