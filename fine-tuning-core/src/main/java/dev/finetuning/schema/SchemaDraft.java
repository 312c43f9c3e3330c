package dev.finetuning.schema;

import java.util.Optional;

/** A version of JSON Schema. */
public enum SchemaDraft {
    /** Draft 7 (json-schema.org/draft-07); also used for draft 6. */
    DRAFT_7,
    /** Draft 2020-12 (json-schema.org/draft/2020-12). */
    DRAFT_2020_12;

    /** The draft named by a {@code $schema}; empty if this library does not know it. */
    static Optional<SchemaDraft> named(String uri) {
        String name = uri.replaceFirst("^https?://json-schema\\.org/", "").replaceFirst("#$", "");
        return switch (name) {
            case "draft/2020-12/schema", "schema" -> Optional.of(DRAFT_2020_12);
            case "draft-07/schema", "draft-06/schema" -> Optional.of(DRAFT_7);
            default -> Optional.empty();
        };
    }
}
