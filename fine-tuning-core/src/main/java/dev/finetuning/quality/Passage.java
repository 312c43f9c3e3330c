package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One piece of text in an example, and its position.
 *
 * @param list the JSON pointer of the list of messages it belongs to: {@code "/messages"}; empty for text
 *     outside messages
 * @param index the message's position in that list, counted from 0
 * @param field the pointer from the message, or from the record, to the text: {@code "/content"}
 * @param role who says it; empty outside messages
 * @param text the text itself
 * @param label whether it is a name, key or id rather than prose
 */
public record Passage(String list, int index, String field, Optional<Role> role, String text, boolean label) {
    /** Visits everything that is said in an example, in order. */
    public static void forEach(Example example, Consumer<Passage> reader) {
        forEach(example, TextScope.SAID, reader);
    }

    /** Visits every text of an example within a scope, in order. */
    public static void forEach(Example example, TextScope scope, Consumer<Passage> reader) {
        new PassageWalk(scope, passage -> {
                    reader.accept(passage);
                    return passage.text();
                })
                .walk(example);
    }

    /** The example with everything that is said replaced; the same instance if no text changes. */
    public static Example replace(Example example, UnaryOperator<String> change) {
        return rewrite(example, TextScope.SAID, passage -> change.apply(passage.text()));
    }

    /** The example with everything that is said replaced, depending on its position. */
    public static Example rewrite(Example example, Function<Passage, String> change) {
        return rewrite(example, TextScope.SAID, change);
    }

    /** The example with every text within a scope replaced; the same instance if no text changes. */
    public static Example rewrite(Example example, TextScope scope, Function<Passage, String> change) {
        return new PassageWalk(scope, change).walk(example);
    }

    /** Whether the text should be JSON, as the arguments of a tool call. */
    public boolean isJson() {
        return field.endsWith("/function/arguments");
    }

    /**
     * The name of the field that contains the text, without list positions: {@code "phone"} for {@code
     * "/customer/phone/0"}.
     */
    public String fieldName() {
        int end = field.length();
        while (true) {
            int slash = field.lastIndexOf('/', end - 1);
            String step = field.substring(slash + 1, Math.max(slash + 1, end));
            if (slash <= 0 || !step.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return step.replace("~1", "/").replace("~0", "~");
            }
            end = slash;
        }
    }

    /** The position of a message as a whole. */
    public static Passage of(String list, int index, Message message) {
        return new Passage(list, index, "", Optional.of(message.role()), "", false);
    }

    /** A field within this position: {@code at("/weight")}. */
    public Passage at(String deeper) {
        return new Passage(list, index, field + deeper, role, text, label);
    }

    /** The JSON pointer (RFC 6901) from the record. */
    public String pointer() {
        return list.isEmpty() ? field : list + "/" + index + field;
    }

    /** The message's position in its list; empty outside messages. */
    public OptionalInt messageIndex() {
        return list.isEmpty() ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Whether it belongs to a message with that role. */
    public boolean isBy(Role speaker) {
        return role.isPresent() && role.get() == speaker;
    }

    /** The position, without the text. */
    @Override
    public String toString() {
        return "Passage[" + pointer() + ", " + text.length() + " characters]";
    }
}
