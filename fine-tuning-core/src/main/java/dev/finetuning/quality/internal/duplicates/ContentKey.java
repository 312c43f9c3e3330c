package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.example.internal.ExampleDigest;
import dev.finetuning.internal.content.CanonicalDigest;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of SHA-256 over what an example says. Metadata and provenance do not enter. Which differences in
 * writing count is up to the {@link Wording}; whatever is not wording (images, unknown parts and fields,
 * schemas of tools) counts to the byte.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record ContentKey(long high, long low) {
    /** The key as a topic of notes: 32 hexadecimal digits. */
    String topic() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** The whole example, every byte that could matter. */
    public static ContentKey exact(Example example) {
        return of(new ExampleDigest().whole(example));
    }

    /** The whole example; case, punctuation, spacing within lines and Unicode form do not count. */
    public static ContentKey normalised(Example example) {
        return new Said(Wording.LETTERS).whole(example);
    }

    /** What the model is asked, without instructions and without the last answer; null where nothing is. */
    public static @Nullable ContentKey question(Example example, Wording wording) {
        if (example instanceof TextExample text) {
            Said said = new Said(wording);
            said.text(text.text());
            return said.key();
        }
        Said said = new Said(wording);
        boolean any = false;
        for (Message message : asked(example)) {
            if (message.role() != Role.SYSTEM && message.role() != Role.DEVELOPER) {
                said.message(message);
                any |= Said.isSaid(message, wording);
            }
        }
        return any ? said.key() : null;
    }

    /** What the model is asked and told, but for case, punctuation and spacing; null where nothing is. */
    public static @Nullable ContentKey instructedQuestion(Example example) {
        List<Message> asked = asked(example);
        if (asked.isEmpty()) {
            return null;
        }
        Said said = new Said(Wording.LETTERS);
        asked.forEach(said::message);
        said.extras(example.info().extras());
        return said.key();
    }

    /** The messages before the answer that is trained on. */
    public static List<Message> asked(Example example) {
        List<Message> messages = example.messages();
        if (example instanceof PreferenceExample || example instanceof PromptExample) {
            return messages;
        }
        int end = messages.size();
        while (end > 0 && messages.get(end - 1).role() != Role.ASSISTANT) {
            end--;
        }
        return end == 0 ? messages : messages.subList(0, end - 1);
    }

    private static ContentKey of(byte[] sha256) {
        ByteBuffer bytes = ByteBuffer.wrap(sha256);
        return new ContentKey(bytes.getLong(), bytes.getLong());
    }

    /** What is said, in one wording. */
    private static final class Said {
        private final CanonicalDigest digest = new CanonicalDigest();
        private final Wording wording;

        Said(Wording wording) {
            this.wording = wording;
        }

        ContentKey key() {
            return of(digest.end());
        }

        static boolean isSaid(Message message, Wording wording) {
            return !wording.apply(message.text()).isEmpty()
                    || message.content().orElse(null) instanceof Content.Parts
                    || !message.toolCalls().isEmpty();
        }

        ContentKey whole(Example example) {
            digest.value(example.getClass().getSimpleName());
            list(example.messages());
            if (example instanceof TextExample text) {
                text(text.text());
            } else if (example instanceof PreferenceExample pair) {
                list(pair.preferred());
                list(pair.rejected());
            } else if (example instanceof RatedExample rated) {
                digest.value(rated.desirable());
            } else if (example instanceof PromptExample prompt) {
                value(prompt.reference());
            }
            example.tools().forEach(this::tool);
            extras(example.info().extras());
            return key();
        }

        void text(String text) {
            digest.value(wording.apply(text));
        }

        void message(Message message) {
            digest.text('R', message.role().wireName());
            digest.value(message.weight().orElse(1) == 0);
            if (message.content().orElse(null) instanceof Content.Parts parts) {
                parts.parts().forEach(this::part);
            } else {
                text(message.text());
            }
            for (ToolCall call : message.toolCalls()) {
                digest.text('C', call.name());
                text(call.arguments());
            }
            value(message.extras());
        }

        void extras(Map<String, Object> extras) {
            value(ExampleDigest.withoutLabels(extras));
        }

        private void list(List<Message> messages) {
            digest.head('M', messages.size());
            messages.forEach(this::message);
        }

        private void part(Content.Part part) {
            if (part.type().equals("text") && part.fields().get("text") instanceof String text) {
                text(text);
            } else {
                digest.text('P', part.type());
                value(part.fields());
            }
        }

        private void tool(Tool tool) {
            digest.text('T', tool.name());
            digest.value(tool.parameters());
        }

        /** A JSON value, whose texts are a matter of wording, unless they are addresses or data. */
        private void value(@Nullable Object value) {
            if (value instanceof String text) {
                digest.value(text.indexOf(' ') < 0 ? text : wording.apply(text));
            } else if (value instanceof Map<?, ?> map) {
                digest.head('O', map.size());
                map.entrySet().stream()
                        .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
                        .forEach(entry -> {
                            digest.text('K', String.valueOf(entry.getKey()));
                            value(entry.getValue());
                        });
            } else if (value instanceof List<?> list) {
                digest.head('A', list.size());
                list.forEach(this::value);
            } else {
                digest.value(value);
            }
        }
    }
}
