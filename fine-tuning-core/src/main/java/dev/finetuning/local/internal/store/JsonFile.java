package dev.finetuning.local.internal.store;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.Map;

/** JSON objects in this provider's own files. Errors never repeat content. */
public final class JsonFile {
    private JsonFile() {}

    /**
     * Reads one object.
     *
     * @throws IOException if the text is not exactly one JSON object
     */
    public static Map<String, Object> read(String text) throws IOException {
        try {
            return StrictJson.standard().object(text);
        } catch (JsonFault e) {
            throw new IOException("not one JSON object: " + e.code(), e);
        }
    }
}
