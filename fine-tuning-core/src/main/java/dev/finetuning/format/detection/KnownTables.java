package dev.finetuning.format.detection;

import dev.finetuning.format.ColumnMapping;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The columns that detection knows, in lower case: what is asked and what is answered. */
final class KnownTables {
    private record Table(String user, String assistant) {
        Optional<ColumnMapping> mapping(Collection<String> columns) {
            Optional<String> asked = column(user, columns);
            Optional<String> answered = column(assistant, columns);
            if (asked.isEmpty() || answered.isEmpty()) {
                return Optional.empty();
            }
            ColumnMapping mapping = ColumnMapping.user(asked.get()).assistant(answered.get());
            Optional<String> system = first(SYSTEM, columns);
            Optional<String> context = first(CONTEXT, columns);
            mapping = system.isPresent() ? mapping.system(system.get()) : mapping;
            mapping = context.isPresent() ? mapping.context(context.get()) : mapping;
            return Optional.of(user.equals("text") ? mapping.category(answered.get()) : mapping);
        }

        private static Optional<String> first(List<String> names, Collection<String> columns) {
            return names.stream()
                    .flatMap(name -> column(name, columns).stream())
                    .findFirst();
        }

        private static Optional<String> column(String name, Collection<String> columns) {
            return columns.stream().filter(name::equalsIgnoreCase).findFirst();
        }
    }

    private static final List<String> SYSTEM =
            List.of("system", "system_prompt", "systemprompt", "system_message", "system_instruction");
    private static final List<String> CONTEXT = List.of("context");

    private static final List<Table> TABLES = List.of(
            new Table("prompt", "completion"),
            new Table("prompt", "response"),
            new Table("question", "answer"),
            new Table("question", "response"),
            new Table("query", "response"),
            new Table("query", "answer"),
            new Table("input", "output"),
            new Table("user", "assistant"),
            new Table("text", "category"),
            new Table("text", "label"));

    private KnownTables() {}

    /** How to read a table with these columns, or empty if none is known. */
    static Optional<ColumnMapping> mapping(Collection<String> columns) {
        return mappings(columns).findFirst();
    }

    /** All ways to read a table with these columns. */
    static Stream<ColumnMapping> mappings(Collection<String> columns) {
        return TABLES.stream().flatMap(table -> table.mapping(columns).stream());
    }
}
