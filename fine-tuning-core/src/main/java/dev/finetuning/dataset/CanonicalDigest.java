package dev.finetuning.dataset;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over an unambiguous form of an example: every value has a kind and a length in front, objects
 * have their keys sorted, numbers are equal when their values are. Not thread-safe; reusable.
 */
final class CanonicalDigest {
    private final MessageDigest digest = sha256();
    private final byte[] head = new byte[5];

    byte[] of(Example example) {
        text('T', example.getClass().getSimpleName());
        messages(example.messages());
        list('D', example.tools().size());
        example.tools().forEach(this::tool);
        if (example instanceof PreferenceExample pair) {
            messages(pair.preferred());
            messages(pair.rejected());
        } else if (example instanceof RatedExample rated) {
            value(rated.desirable());
        } else if (example instanceof PromptExample prompt) {
            value(prompt.reference());
        } else if (example instanceof TextExample text) {
            value(text.text());
        }
        return digest.digest();
    }

    byte[] ofAll(byte[][] hashes) {
        for (byte[] hash : hashes) {
            digest.update(hash);
        }
        return digest.digest();
    }

    private void messages(List<Message> messages) {
        list('M', messages.size());
        for (Message message : messages) {
            text('R', message.role().wireName());
            content(message.content());
            value(message.name());
            value(message.weight());
            list('C', message.toolCalls().size());
            message.toolCalls().forEach(this::call);
            value(message.toolCallId());
            value(message.extras());
        }
    }

    private void content(@Nullable Content content) {
        if (content instanceof Content.Parts parts) {
            list('P', parts.parts().size());
            for (Content.Part part : parts.parts()) {
                value(part.type());
                value(part.fields());
            }
        } else {
            value(content == null ? null : content.text());
        }
    }

    private void call(ToolCall call) {
        value(call.id());
        value(call.name());
        value(call.arguments());
        value(call.extras());
    }

    private void tool(Tool tool) {
        value(tool.name());
        value(tool.description());
        value(tool.parameters());
        value(tool.extras());
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            list('0', 0);
        } else if (value instanceof String text) {
            text('S', text);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, element) -> sorted.put(String.valueOf(key), element));
            list('O', sorted.size());
            sorted.forEach((key, element) -> {
                text('K', key);
                value(element);
            });
        } else if (value instanceof List<?> elements) {
            list('A', elements.size());
            elements.forEach(this::value);
        } else if (value instanceof Number number) {
            text('N', new BigDecimal(number.toString()).stripTrailingZeros().toString());
        } else {
            text('B', value.toString());
        }
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        list(kind, bytes.length);
        digest.update(bytes);
    }

    private void list(char kind, int length) {
        head[0] = (byte) kind;
        head[1] = (byte) (length >>> 24);
        head[2] = (byte) (length >>> 16);
        head[3] = (byte) (length >>> 8);
        head[4] = (byte) length;
        digest.update(head);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
