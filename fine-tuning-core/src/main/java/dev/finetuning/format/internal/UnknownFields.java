package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects unknown fields; costs nothing if there are none. */
public final class UnknownFields {
    private @Nullable Map<String, Object> fields;

    /** Keeps the field whose value the parser stands on. */
    public void keep(String name, JsonParser parser) throws IOException, JsonFault {
        put(name, StrictJson.value(parser));
    }

    /** Takes a field out again. */
    public void remove(String name) {
        if (fields != null) {
            fields.remove(name);
        }
    }

    // JSON null is a value here
    @SuppressWarnings("NullAway")
    public void put(String name, @Nullable Object value) {
        if (fields == null) {
            fields = new LinkedHashMap<>();
        }
        fields.put(name, value);
    }

    /** Whether an example holds any, at any depth; then one may have the name of a field another format knows. */
    public static boolean in(Example example) {
        return !example.info().extras().isEmpty()
                || example instanceof PromptExample
                || example.tools().stream().anyMatch(tool -> !tool.extras().isEmpty())
                || in(example.messages())
                || (example instanceof PreferenceExample pair && (in(pair.preferred()) || in(pair.rejected())));
    }

    private static boolean in(List<Message> messages) {
        for (Message message : messages) {
            if (!message.extras().isEmpty()
                    || message.toolCalls().stream()
                            .anyMatch(call -> !call.extras().isEmpty())
                    || message.content().orElse(null) instanceof Content.Parts) {
                return true;
            }
        }
        return false;
    }

    public Map<String, Object> fields() {
        return fields == null ? Map.of() : fields;
    }

    /**
     * Writes fields that the format does not know.
     *
     * @param known those it knows, which would be read as what they are not
     */
    public static void write(JsonGenerator generator, Map<String, Object> extras, Set<String> known)
            throws IOException {
        if (!extras.isEmpty() && !Collections.disjoint(extras.keySet(), known)) {
            throw new JsonGenerationException("an unknown field has a known name", generator);
        }
        write(generator, extras);
    }

    public static void write(JsonGenerator generator, Map<String, Object> extras) throws IOException {
        for (Map.Entry<String, Object> extra : extras.entrySet()) {
            generator.writeFieldName(extra.getKey());
            JsonText.write(generator, extra.getValue());
        }
    }
}
