package dev.finetuning.local;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.Map;

/** JSON objects in this provider's own files. Errors never repeat content. */
final class Json {
    private Json() {}

    /**
     * Reads one object.
     *
     * @throws IOException if the text is not exactly one JSON object
     */
    static Map<String, Object> read(String text) throws IOException {
        try {
            return StrictJson.standard().object(text);
        } catch (JsonFault e) {
            throw new IOException("not one JSON object: " + e.code(), e);
        }
    }
}
