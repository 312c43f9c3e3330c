package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One piece of text in an example, and where it stands.
 *
 * @param list the JSON pointer of the list of messages it belongs to: {@code "/messages"}; empty for
 *     text outside messages
 * @param index the message's place in that list, counted from 0
 * @param field the pointer from the message, or from the record, to the text: {@code "/content"}
 * @param role who says it, or null outside messages
 * @param text the text itself
 */
public record Passage(
        String list, int index, String field, @Nullable Role role, String text) {
    /** Hands over every text of an example in order: contents, text parts, tool-call arguments. */
    public static void forEach(Example example, Consumer<Passage> reader) {
        new PassageWalk(passage -> {
                    reader.accept(passage);
                    return passage.text();
                })
                .walk(example);
    }

    /** The example with every text replaced; the same instance where no text changes. */
    public static Example replace(Example example, UnaryOperator<String> change) {
        return new PassageWalk(passage -> change.apply(passage.text())).walk(example);
    }

    /** The example with every text replaced, where the place matters; the same instance where none changes. */
    public static Example rewrite(Example example, Function<Passage, String> change) {
        return new PassageWalk(change).walk(example);
    }

    /** Whether the text should be JSON: the arguments of a tool call. */
    public boolean isJson() {
        return field.endsWith("/function/arguments");
    }

    /** A place without text of its own: a message as a whole. */
    public static Passage of(String list, int index, Message message) {
        return new Passage(list, index, "", message.role(), "");
    }

    /** The same place, one field deeper: {@code at("/weight")}. */
    public Passage at(String deeper) {
        return new Passage(list, index, field + deeper, role, text);
    }

    /** The JSON pointer (RFC 6901) from the record. */
    public String pointer() {
        return list.isEmpty() ? field : list + "/" + index + field;
    }

    /** The message's place in its list, or null outside messages. */
    public @Nullable Integer messageIndex() {
        return list.isEmpty() ? null : index;
    }

    /** Does not show the text. */
    @Override
    public String toString() {
        return "Passage[" + pointer() + ", " + text.length() + " characters]";
    }
}
