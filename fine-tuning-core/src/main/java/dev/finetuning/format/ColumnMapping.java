package dev.finetuning.format;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.Role;
import dev.finetuning.format.internal.TextOrMessages;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps the columns of a table: {@code
 * ColumnMapping.user("question").assistant("answer").category("topic")}. Each row becomes a conversation of
 * one turn. Columns that are not mapped are ignored. Immutable.
 */
public final class ColumnMapping implements ExampleFormat {
    private final String user;
    private final @Nullable String assistant;
    private final @Nullable String system;
    private final @Nullable String systemText;
    private final @Nullable String context;
    private final Map<String, String> labels;

    private ColumnMapping(
            String user,
            @Nullable String assistant,
            @Nullable String system,
            @Nullable String systemText,
            @Nullable String context,
            Map<String, String> labels) {
        this.user = user;
        this.assistant = assistant;
        this.system = system;
        this.systemText = systemText;
        this.context = context;
        this.labels = labels;
    }

    /** Starts a mapping with the column of the user message. */
    public static ColumnMapping user(String column) {
        return new ColumnMapping(column, null, null, null, null, Map.of());
    }

    /** The column of the answer. */
    public ColumnMapping assistant(String column) {
        return new ColumnMapping(user, column, system, systemText, context, labels);
    }

    /** The column of the system prompt; a row with an empty cell has none. */
    public ColumnMapping system(String column) {
        return new ColumnMapping(user, assistant, column, null, context, labels);
    }

    /** One system prompt for every row. */
    public ColumnMapping systemText(String text) {
        return new ColumnMapping(user, assistant, null, text, context, labels);
    }

    /**
     * The column of a text that the question refers to. If it is not empty, it is put before the question,
     * separated by a blank line.
     */
    public ColumnMapping context(String column) {
        return new ColumnMapping(user, assistant, system, systemText, column, labels);
    }

    /** The column of the category. */
    public ColumnMapping category(String column) {
        return label(ExampleInfo.CATEGORY, column);
    }

    /** The column of the group that a split must keep together, such as a customer. */
    public ColumnMapping group(String column) {
        return label(ExampleInfo.GROUP, column);
    }

    /** Columns that become metadata under their own names. */
    public ColumnMapping metadata(String... columns) {
        ColumnMapping mapping = this;
        for (String column : columns) {
            mapping = mapping.label(column, column);
        }
        return mapping;
    }

    private ColumnMapping label(String key, String column) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(key, column);
        return new ColumnMapping(user, assistant, system, systemText, context, more);
    }

    @Override
    public String name() {
        return "columns";
    }

    /** Whether the given columns include all mapped ones. */
    public boolean fits(Collection<String> columns) {
        return missing(columns).isEmpty();
    }

    @Override
    public void checkColumns(String source, List<String> columns) {
        List<String> missing = missing(columns);
        if (!missing.isEmpty()) {
            throw new UnreadableSourceException(
                    "missing_column",
                    source,
                    1,
                    "There is no column named " + String.join(" or ", missing) + ".",
                    "The columns are: " + String.join(", ", columns) + ".");
        }
    }

    @Override
    public Example read(SourceRecord record) {
        Map<String, Object> fields = record.fields();
        List<String> missing = missing(fields.keySet());
        if (!missing.isEmpty()) {
            throw record.malformed(
                    "missing_column",
                    missing.get(0),
                    "There is no field named " + String.join(" or ", missing) + ".",
                    "The fields are: " + String.join(", ", fields.keySet()) + ".");
        }
        List<Message> messages = new ArrayList<>(3);
        String prompt = system == null ? systemText : text(fields, system);
        if (prompt != null && !prompt.isEmpty()) {
            messages.add(Message.system(prompt));
        }
        messages.add(Message.user(question(fields)));
        if (assistant != null) {
            messages.add(Message.assistant(text(fields, assistant)));
        }
        return new ChatExample(messages, List.of(), info(record, fields));
    }

    private String question(Map<String, Object> fields) {
        String question = text(fields, user);
        String about = context == null ? "" : text(fields, context);
        return about.isEmpty() ? question : about + "\n\n" + question;
    }

    private ExampleInfo info(SourceRecord record, Map<String, Object> fields) {
        Map<String, String> metadata = new LinkedHashMap<>();
        labels.forEach((key, column) -> {
            String value = text(fields, column);
            if (!value.isEmpty()) {
                metadata.put(key, value);
            }
        });
        return new ExampleInfo(metadata, Provenance.human(record.origin()));
    }

    /** The mapped columns. */
    public Set<String> columns() {
        return Stream.concat(Stream.of(user, assistant, system, context), labels.values().stream())
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<String> missing(Collection<String> present) {
        return Stream.concat(Stream.of(user, assistant, system, context), labels.values().stream())
                .filter(Objects::nonNull)
                .distinct()
                .filter(column -> !present.contains(column))
                .toList();
    }

    private static String text(Map<String, Object> fields, String column) {
        Object value = fields.get(column);
        if (value == null) {
            return "";
        }
        return value instanceof String text ? text : JsonText.of(value);
    }

    @Override
    public Map<String, Object> write(Example example) {
        if (!(example instanceof ChatExample) || !example.tools().isEmpty()) {
            throw new UnwritableExampleException(name(), example, "a row is a conversation without tools");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        labels.forEach(
                (key, column) -> fields.put(column, example.info().metadata().getOrDefault(key, "")));
        if (system != null) {
            fields.put(system, "");
        }
        if (context != null) {
            fields.put(context, "");
        }
        for (Message message : example.messages()) {
            String column = column(message.role());
            Object other = column == null ? null : fields.put(column, message.text());
            boolean free = other == null || other.equals("") || other.equals(message.text());
            if (column == null || !free || !TextOrMessages.isPlain(message, message.role())) {
                throw new UnwritableExampleException(
                        name(), example, "a row has one place each for system, user and assistant, as far as mapped");
            }
        }
        return fields;
    }

    private @Nullable String column(Role role) {
        return switch (role) {
            case SYSTEM -> system;
            case USER -> user;
            case ASSISTANT -> assistant;
            default -> null;
        };
    }

    /** {@code "user=question, assistant=answer"}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("user=").append(user);
        if (assistant != null) {
            text.append(", assistant=").append(assistant);
        }
        if (system != null) {
            text.append(", system=").append(system);
        }
        if (context != null) {
            text.append(", context=").append(context);
        }
        labels.forEach(
                (key, column) -> text.append(", ").append(key).append('=').append(column));
        return text.toString();
    }
}
