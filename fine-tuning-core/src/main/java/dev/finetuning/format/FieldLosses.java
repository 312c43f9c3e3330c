package dev.finetuning.format;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of an example are missing from what was written; used for files and uploads. It compares
 * example and record, so writers need not declare what they support. A missing field that {@link
 * LostField#changesMeaning changes the meaning} refuses the example; others are reported.
 */
public final class FieldLosses {
    private final Set<Object> written = new HashSet<>();
    private final Map<String, LostField> losses = new LinkedHashMap<>();

    private FieldLosses(@Nullable Object record) {
        gather("", record);
    }

    /**
     * The missing fields, each once, in the example's order. {@link Example#info} does not count, apart
     * from its extras.
     *
     * @param record what was written, as JSON values
     */
    public static List<LostField> of(Example example, Map<String, ?> record) {
        FieldLosses losses = new FieldLosses(record);
        losses.compare(example);
        return List.copyOf(losses.losses.values());
    }

    /**
     * The missing fields, if none of them changes the meaning.
     *
     * @param writer its name in the message
     * @throws UnwritableExampleException if a missing field changes the meaning
     */
    public static List<LostField> checked(String writer, Example example, Map<String, ?> record) {
        List<LostField> losses = of(example, record);
        List<String> grave = losses.stream()
                .filter(LostField::changesMeaning)
                .map(LostField::place)
                .toList();
        if (!grave.isEmpty()) {
            throw new UnwritableExampleException(writer, example, "it has no place for " + String.join(", ", grave));
        }
        return losses;
    }

    /** Notes every text, and every other value with its field's name. */
    private void gather(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> gather(String.valueOf(key), element));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> gather(name, element));
        } else {
            written.add(note(name, value));
            nested(value).ifPresent(inner -> gather(name, inner));
        }
    }

    /** What a text holds that is JSON itself, as tools and arguments do in some formats. */
    private static Optional<Object> nested(@Nullable Object value) {
        if (!(value instanceof String text) || !(text.startsWith("{") || text.startsWith("["))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(StrictJson.standard().value(text));
        } catch (JsonFault e) {
            return Optional.empty();
        }
    }

    private static Object note(String name, @Nullable Object value) {
        if (value instanceof String) {
            return value;
        }
        return Map.entry(
                name,
                value instanceof Number number
                        ? new BigDecimal(number.toString()).stripTrailingZeros()
                        : String.valueOf(value));
    }

    private void compare(Example example) {
        messages("messages", example.messages());
        if (example instanceof PreferenceExample pair) {
            messages("preferred", pair.preferred());
            messages("rejected", pair.rejected());
        } else if (example instanceof PromptExample prompt) {
            unknown("", prompt.reference());
        } else if (example instanceof TextExample text) {
            known("text", text.text());
        }
        for (Tool tool : example.tools()) {
            known("tools/name", tool.name());
            known("tools/description", tool.description().orElse(null));
            known("tools/parameters", tool.parameters());
            unknown("tools", tool.extras());
        }
        unknown("", example.info().extras());
    }

    private void messages(String place, List<Message> messages) {
        for (Message message : messages) {
            Content content = message.content().orElse(null);
            if (content instanceof Content.Parts parts) {
                parts.parts().forEach(part -> part(place + "/content", part));
            } else if (content != null && !content.text().isEmpty()) {
                known(place + "/content", content.text());
            }
            known(place + "/name", message.name().orElse(null));
            id(place + "/tool_call_id", message.toolCallId().orElse(null));
            for (ToolCall call : message.toolCalls()) {
                id(place + "/tool_calls/id", call.id().orElse(null));
                known(place + "/tool_calls/name", call.name());
                known(place + "/tool_calls/arguments", call.arguments());
                unknown(place + "/tool_calls", call.extras());
            }
            unknown(place, message.extras());
        }
    }

    private void part(String place, Content.Part part) {
        if (!written.contains(part.type())) {
            lose(place + "/" + part.type(), true);
            return;
        }
        part.fields().forEach((name, value) -> {
            boolean meant = name.equals("text") || name.equals(part.type());
            compare(place + "/" + name, name, value, meant || LostField.changesMeaning(name));
        });
    }

    /** A writer may rename calls if it does so in both places. */
    private void id(String place, @Nullable String id) {
        compare(place, "id", id, false);
    }

    private void known(String place, @Nullable Object value) {
        compare(place, place.substring(place.lastIndexOf('/') + 1), value, true);
    }

    private void unknown(String place, Map<String, Object> fields) {
        fields.forEach((name, value) ->
                compare(place.isEmpty() ? name : place + "/" + name, name, value, LostField.changesMeaning(name)));
    }

    private void compare(String place, String name, @Nullable Object value, boolean changesMeaning) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> compare(place, String.valueOf(key), element, changesMeaning));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> compare(place, name, element, changesMeaning));
        } else if (value != null && !written.contains(note(name, value))) {
            nested(value)
                    .ifPresentOrElse(
                            inner -> compare(place, name, inner, changesMeaning), () -> lose(place, changesMeaning));
        }
    }

    private void lose(String place, boolean changesMeaning) {
        losses.merge(
                place,
                new LostField(place, changesMeaning),
                (first, second) -> first.changesMeaning() ? first : second);
    }
}
