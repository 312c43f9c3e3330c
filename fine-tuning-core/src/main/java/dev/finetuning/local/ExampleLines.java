package dev.finetuning.local;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This provider's dialect: one conversation per line, as JSON. Tools on offer and labels are not
 * trained on here and are left out.
 */
final class ExampleLines {
    private ExampleLines() {}

    static byte[] write(ChatExample example) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messages", example.messages().stream().map(MessageJson::write).toList());
        return (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a line's messages.
     *
     * @throws IOException if the line is not a conversation; the text names the field
     */
    static List<Message> read(String line) throws IOException {
        List<Message> messages = new ArrayList<>();
        for (Object element : MessageJson.list(Json.read(line).get("messages"), "messages")) {
            messages.add(MessageJson.read(MessageJson.object(element, "messages")));
        }
        return messages;
    }
}
