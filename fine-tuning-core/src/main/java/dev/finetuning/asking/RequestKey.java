package dev.finetuning.asking;

import dev.finetuning.asking.internal.StoredFields;
import dev.finetuning.asking.internal.StoredMessages;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.content.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a request is kept under: SHA-256 over all that may change it,
 * the version behind an alias among it. Every text goes in
 * behind its length, so that no two requests read the same; made for each question before the first is
 * asked, hence without a JSON tree.
 */
final class RequestKey {
    private final StringBuilder text = new StringBuilder(256);

    private RequestKey() {}

    /**
     * The key of a request.
     *
     * @param version what the model's id stands for while the question is asked
     */
    static String of(ChatModel model, String version, ChatRequest request, int repeat) {
        RequestKey key = new RequestKey();
        key.add(model.provider());
        key.add(model.id());
        key.add(repeat);
        key.add(request);
        if (!version.equals(model.id())) {
            key.add(version);
        }
        return Sha256.hex(StoredFields.wellFormed(key.text.toString()));
    }

    private void add(ChatRequest request) {
        add(request.messages().size());
        request.messages().forEach(this::add);
        add(request.tools().size());
        request.tools().forEach(tool -> add(StoredFields.write(StoredMessages.tool(tool))));
        add(
                request.temperature().isPresent()
                        ? String.valueOf(request.temperature().getAsDouble())
                        : null);
        add(request.maxTokens().isPresent() ? String.valueOf(request.maxTokens().getAsInt()) : null);
        add(request.seed().isPresent() ? String.valueOf(request.seed().getAsLong()) : null);
        add(request.options());
    }

    private void add(Message message) {
        add(message.role().wireName());
        add(message.content().orElse(null));
        add(message.name().orElse(null));
        add(message.weight().isPresent() ? String.valueOf(message.weight().getAsDouble()) : null);
        add(message.toolCalls().size());
        message.toolCalls().forEach(this::add);
        add(message.toolCallId().orElse(null));
        add(message.extras());
    }

    private void add(@Nullable Content content) {
        if (content instanceof Content.Parts parts) {
            text.append('p');
            add(StoredFields.write(Map.of("parts", StoredMessages.parts(parts))));
        } else {
            add(content == null ? null : content.text());
        }
    }

    private void add(ToolCall call) {
        add(call.id().orElse(null));
        add(call.name());
        add(call.arguments());
        add(call.extras());
    }

    private void add(Map<String, Object> json) {
        add(json.isEmpty() ? "" : StoredFields.write(json));
    }

    private void add(@Nullable Number number) {
        add(number == null ? null : number.toString());
    }

    private void add(@Nullable String value) {
        if (value == null) {
            text.append('-');
        } else {
            text.append(value.length()).append(':').append(value);
        }
    }
}
