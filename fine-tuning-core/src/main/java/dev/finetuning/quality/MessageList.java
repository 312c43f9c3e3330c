package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.TextExample;
import java.util.List;

/**
 * One list of messages in an example: the conversation, or one of the three lists of a preference. A check
 * that gets its messages from {@link #of} also sees the answers of preferences.
 *
 * @param pointer the JSON pointer (RFC 6901) of the list within the record: {@code "/messages"}
 * @param messages the messages; may be empty
 * @param answers whether the list contains what the model learns to say, and so ends with the assistant
 * @param asks whether the list contains what the model is asked
 */
public record MessageList(String pointer, List<Message> messages, boolean answers, boolean asks) {
    /** The pointer of a conversation. */
    public static final String MESSAGES = "/messages";
    /** The pointer of the input shared by both answers of a preference. */
    public static final String INPUT = "/input/messages";
    /** The pointer of the better answer of a preference. */
    public static final String PREFERRED = "/preferred_output";
    /** The pointer of the worse answer of a preference. */
    public static final String REJECTED = "/non_preferred_output";

    /** Copies the list. */
    public MessageList {
        messages = List.copyOf(messages);
    }

    /** The lists of an example; none for plain text. */
    public static List<MessageList> of(Example example) {
        if (example instanceof PreferenceExample pair) {
            return List.of(
                    new MessageList(INPUT, pair.messages(), false, true),
                    new MessageList(PREFERRED, pair.preferred(), true, false),
                    new MessageList(REJECTED, pair.rejected(), true, false));
        }
        if (example instanceof TextExample) {
            return List.of();
        }
        return List.of(new MessageList(MESSAGES, example.messages(), !(example instanceof PromptExample), true));
    }

    /** Where an example was read. */
    public static Origin origin(Example example) {
        return example.info().provenance().origin();
    }

    /**
     * The position of a message.
     *
     * @throws IndexOutOfBoundsException if there is no such message
     */
    public Passage at(int index) {
        return Passage.of(pointer, index, messages.get(index));
    }

    /**
     * The last message.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Message last() {
        return messages.get(messages.size() - 1);
    }
}
