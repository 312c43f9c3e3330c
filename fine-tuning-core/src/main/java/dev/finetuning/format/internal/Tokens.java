package dev.finetuning.format.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed reads of the value a parser stands on, each failing with the pointer to it. */
public final class Tokens {
    private Tokens() {}

    /** Reads one element. */
    @FunctionalInterface
    public interface Element<T> {
        T read(JsonParser parser) throws IOException, JsonFault;
    }

    public static String string(JsonParser parser) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw unexpected(parser, "a string");
        }
        return parser.getText();
    }

    public static @Nullable String stringOrNull(JsonParser parser) throws IOException, JsonFault {
        return isNull(parser) ? null : string(parser);
    }

    public static boolean isNull(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public static <T> List<T> list(JsonParser parser, Element<T> element) throws IOException, JsonFault {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw unexpected(parser, "an array");
        }
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.read(parser));
        }
        return elements;
    }

    public static void object(JsonParser parser) throws JsonFault {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected(parser, "an object");
        }
    }

    public static JsonFault unexpected(JsonParser parser, String expected) {
        return new JsonFault(
                "data_type",
                StrictJson.pointer(parser),
                "There is " + StrictJson.kind(parser) + " where " + expected + " is expected.",
                "Write " + expected + ".");
    }

    public static JsonFault missing(String field) {
        return new JsonFault(
                "missing_field",
                "/" + field,
                "There is no field named " + field + ".",
                "Add it, or read the file with a mapping that names its field.");
    }

    public static <T> T present(@Nullable T value, String field) throws JsonFault {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }
}
