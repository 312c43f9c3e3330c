package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.ToolCall;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of SHA-256 over what an example says. Info (metadata, provenance) does not enter. Which
 * differences in writing count is up to the {@link Wording}.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record ContentKey(long high, long low) {
    private static final char FIELD = '\u001f';
    private static final char MESSAGE = '\u001e';

    /** The whole example; runs of white space count as one space. */
    public static ContentKey exact(Example example) {
        return whole(example, Wording.SPACING);
    }

    /** The whole example; case, punctuation, spacing and Unicode form do not count. */
    public static ContentKey normalised(Example example) {
        return whole(example, Wording.LETTERS);
    }

    /** What the model is asked, without instructions and without the last answer; null where nothing is. */
    public static @Nullable ContentKey question(Example example, Wording wording) {
        if (example instanceof TextExample text) {
            return of(wording.apply(text.text()));
        }
        StringBuilder said = new StringBuilder();
        int words = 0;
        for (Message message : asked(example)) {
            if (message.role() != Role.SYSTEM && message.role() != Role.DEVELOPER) {
                int before = said.length();
                append(message, wording, said);
                words += said.length() - before > message.role().wireName().length() + 3 ? 1 : 0;
            }
        }
        return words == 0 ? null : of(said);
    }

    /** What the model is asked and told, but for case, punctuation and spacing. */
    public static @Nullable ContentKey instructedQuestion(Example example) {
        if (example instanceof TextExample) {
            return null;
        }
        StringBuilder said = new StringBuilder();
        append(asked(example), Wording.LETTERS, said);
        return said.isEmpty() ? null : of(said);
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

    private static ContentKey whole(Example example, Wording wording) {
        StringBuilder said = new StringBuilder(256).append(kind(example));
        if (example instanceof TextExample text) {
            return of(said.append(wording.apply(text.text())));
        }
        append(example.messages(), wording, said);
        if (example instanceof PreferenceExample pair) {
            append(pair.preferred(), wording, said.append(MESSAGE));
            append(pair.rejected(), wording, said.append(MESSAGE));
        } else if (example instanceof PromptExample prompt) {
            said.append(prompt.reference());
        }
        // maps hash alike in any order, which is what counts as the same tool
        example.tools()
                .forEach(tool -> said.append(FIELD)
                        .append(tool.name())
                        .append(tool.parameters().hashCode()));
        return of(said);
    }

    private static char kind(Example example) {
        if (example instanceof RatedExample rated) {
            return rated.desirable() ? '+' : '-';
        }
        return example.getClass().getSimpleName().charAt(0);
    }

    private static void append(List<Message> messages, Wording wording, StringBuilder said) {
        messages.forEach(message -> append(message, wording, said));
    }

    private static void append(Message message, Wording wording, StringBuilder said) {
        said.append(MESSAGE).append(message.role().wireName());
        if (message.weight() != null && message.weight() == 0) {
            said.append('0');
        }
        said.append(FIELD).append(wording.apply(message.text())).append(FIELD);
        if (message.content() instanceof Content.Parts parts) {
            parts.parts().stream()
                    .filter(part -> !part.type().equals("text"))
                    .forEach(part -> said.append(part.type()).append(part.fields()));
        }
        for (ToolCall call : message.toolCalls()) {
            said.append(call.name())
                    .append(FIELD)
                    .append(wording.apply(call.arguments()))
                    .append(FIELD);
        }
    }

    private static ContentKey of(CharSequence text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes[2 * i] = (byte) (c >> 8);
            bytes[2 * i + 1] = (byte) c;
        }
        byte[] digest = sha256().digest(bytes);
        return new ContentKey(eight(digest, 0), eight(digest, 8));
    }

    private static long eight(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
