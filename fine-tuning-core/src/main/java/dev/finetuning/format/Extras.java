package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonParser;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects fields nobody knows; costs nothing where there are none. */
final class Extras {
    private @Nullable Map<String, Object> fields;

    /** Keeps the field whose value the parser stands on. */
    void keep(String name, JsonParser parser) throws IOException, JsonFault {
        put(name, StrictJson.value(parser));
    }

    // JSON null is a value here
    @SuppressWarnings("NullAway")
    void put(String name, @Nullable Object value) {
        if (fields == null) {
            fields = new LinkedHashMap<>();
        }
        fields.put(name, value);
    }

    Map<String, Object> fields() {
        return fields == null ? Map.of() : fields;
    }
}
