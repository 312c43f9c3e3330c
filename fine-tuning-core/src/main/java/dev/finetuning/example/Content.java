package dev.finetuning.example;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The content of a message: plain text, or a list of typed parts such as text and images. */
public sealed interface Content {
    /** The readable text; text parts are joined by newlines, other parts are left out. */
    String text();

    /** Plain text content. */
    static Content of(String text) {
        return new Text(text);
    }

    /** Content made of parts. */
    static Content of(List<Part> parts) {
        return new Parts(parts);
    }

    /** Content that is one string. */
    record Text(String text) implements Content {
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /** Content that is a list of parts. */
    record Parts(List<Part> parts) implements Content {
        /** Copies the list. */
        public Parts {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return parts.stream()
                    .filter(part -> part.fields().get("text") instanceof String)
                    .map(part -> (String) part.fields().get("text"))
                    .collect(Collectors.joining("\n"));
        }
    }

    /**
     * One part of a message.
     *
     * @param type the part's type: {@code "text"}, {@code "image_url"}, or a provider's own
     * @param fields all other fields of the part, as JSON values
     */
    record Part(String type, Map<String, Object> fields) {
        /** Copies the fields. */
        public Part {
            fields = JsonValues.copy(fields);
        }

        /** A text part. */
        public static Part text(String text) {
            return new Part("text", Map.of("text", text));
        }

        /** An image part; the URL may be a {@code data:} URL. */
        public static Part imageUrl(String url) {
            return new Part("image_url", Map.of("image_url", Map.of("url", url)));
        }

        @Override
        public String toString() {
            return "Part[" + type + "]";
        }
    }
}
