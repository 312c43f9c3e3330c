package dev.finetuning.example.internal;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.content.CanonicalDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digest of an example's content, equal exactly where the content is. Not thread-safe; reusable.
 *
 * <p>Fingerprints are made of {@link #trained}; its form must not change.
 */
public final class ExampleDigest {
    /** Fields of a record that only say which record it is. */
    private static final Set<String> LABELS = Set.of(
            ("id ids uuid guid uid key index idx row line row_number line_number rowid hash checksum source source_id"
                            + " origin url created updated timestamp date time created_at updated_at created_time version"
                            + " split dataset dataset_name file filename author annotator annotators license tags")
                    .split(" ", -1));

    private final CanonicalDigest digest = new CanonicalDigest();

    /** SHA-256 over what is trained on: messages, tools, answers, labels, reference fields. */
    public byte[] trained(Example example) {
        addTrained(example);
        return digest.end();
    }

    /**
     * SHA-256 over everything that could matter: what is trained on, and the record's unknown fields (images,
     * reasoning, context, …) except those that only say which record it is, such as {@code id}.
     */
    public byte[] whole(Example example) {
        addTrained(example);
        Map<String, Object> extras = withoutLabels(example.info().extras());
        if (!extras.isEmpty()) {
            digest.value(extras);
        }
        return digest.end();
    }

    /** A record's fields without those that only say which record it is, such as {@code id} and {@code created_at}. */
    public static Map<String, Object> withoutLabels(Map<String, Object> extras) {
        Map<String, Object> kept = new TreeMap<>();
        extras.forEach((name, value) -> {
            if (!isLabel(name)) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    /** SHA-256 over digests, in their order. */
    public byte[] ofAll(byte[][] hashes) {
        for (byte[] hash : hashes) {
            digest.bytes(hash);
        }
        return digest.end();
    }

    private static boolean isLabel(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return LABELS.contains(lower) || lower.endsWith("_id") || lower.startsWith("__");
    }

    private void addTrained(Example example) {
        digest.text('T', form(example));
        messages(example.messages());
        digest.head('D', example.tools().size());
        example.tools().forEach(this::tool);
        if (example instanceof PreferenceExample pair) {
            messages(pair.preferred());
            messages(pair.rejected());
        } else if (example instanceof RatedExample rated) {
            digest.value(rated.desirable());
        } else if (example instanceof PromptExample prompt) {
            digest.value(prompt.reference());
        } else if (example instanceof TextExample text) {
            digest.value(text.text());
        }
    }

    /** The form's name within fingerprints, which must stay whatever the classes are called. */
    private static String form(Example example) {
        if (example instanceof ChatExample) {
            return "ChatExample";
        }
        if (example instanceof PreferenceExample) {
            return "PreferenceExample";
        }
        if (example instanceof RatedExample) {
            return "RatedExample";
        }
        return example instanceof PromptExample ? "PromptExample" : "TextExample";
    }

    private void messages(List<Message> messages) {
        digest.head('M', messages.size());
        for (Message message : messages) {
            digest.text('R', message.role().wireName());
            content(message.content().orElse(null));
            digest.value(message.name().orElse(null));
            digest.value(message.weight().isPresent() ? message.weight().getAsDouble() : null);
            digest.head('C', message.toolCalls().size());
            message.toolCalls().forEach(this::call);
            digest.value(message.toolCallId().orElse(null));
            digest.value(message.extras());
        }
    }

    private void content(@Nullable Content content) {
        if (content instanceof Content.Parts parts) {
            digest.head('P', parts.parts().size());
            for (Content.Part part : parts.parts()) {
                digest.value(part.type());
                digest.value(part.fields());
            }
        } else {
            digest.value(content == null ? null : content.text());
        }
    }

    private void call(ToolCall call) {
        digest.value(call.id().orElse(null));
        digest.value(call.name());
        digest.value(call.arguments());
        digest.value(call.extras());
    }

    private void tool(Tool tool) {
        digest.value(tool.name());
        digest.value(tool.description().orElse(null));
        digest.value(tool.parameters());
        digest.value(tool.extras());
    }
}
