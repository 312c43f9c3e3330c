package dev.finetuning.format.detection;

import dev.finetuning.format.Alpaca;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.FieldMapping;
import dev.finetuning.format.Kto;
import dev.finetuning.format.PlainText;
import dev.finetuning.format.PreferencePairs;
import dev.finetuning.format.PromptCompletion;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.format.VertexContents;
import dev.finetuning.source.Csv;
import dev.finetuning.source.FileKind;
import dev.finetuning.source.JsonArray;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a file seems to hold, and what that is concluded from. The name's ending decides nothing; the
 * first byte and the fields of the first {@value #SAMPLE} records do: the format that fits most of them, and at
 * least half, so that a record of another shape is a finding and not the end.
 *
 * @param source the file as the source to read it with
 * @param format the format of its records
 * @param reasons what was seen and what follows from it, for people
 */
public record FormatDetection(RecordSource source, ExampleFormat format, List<String> reasons) {
    private static final int SAMPLE = 50;
    private static final String WITH_INFO = "there is " + ExampleFormat.INFO_FIELD + ", so metadata is read from there";

    /** One format and the fields that tell it. */
    private record Rule(Set<String> fields, ExampleFormat format) {
        int fitting(List<Set<String>> sample) {
            return (int)
                    sample.stream().filter(names -> names.containsAll(fields)).count();
        }
    }

    /** Tells conversations whose turns are messages from those of ShareGPT. */
    private static final String ROLE = "conversations/+/role";

    private static final Set<String> PLAIN = Set.of("text");

    private static final List<Rule> RULES = List.of(
            new Rule(Set.of("input", "preferred_output", "non_preferred_output"), PreferencePairs.openAi()),
            new Rule(Set.of("conversations", "chosen", "rejected"), PreferencePairs.shareGpt()),
            new Rule(Set.of("chosen", "rejected"), PreferencePairs.trl()),
            new Rule(Set.of("messages", "kto_tag"), Kto.format()),
            new Rule(Set.of("prompt", "completion", "label"), Kto.format()),
            new Rule(Set.of("messages"), ChatMessages.format()),
            new Rule(Set.of(ROLE), FieldMapping.of(ChatMessages.format()).rename("/conversations", "messages")),
            new Rule(Set.of("conversations"), ShareGpt.format()),
            new Rule(Set.of("contents"), VertexContents.format()),
            new Rule(Set.of("instruction", "output"), Alpaca.format()),
            new Rule(Set.of("prompt", "completion"), PromptCompletion.format()),
            new Rule(PLAIN, PlainText.format()));

    /** Columns that say what is asked and answered, in lower case. */
    private record Table(String user, String assistant) {
        Optional<ColumnMapping> mapping(Collection<String> columns) {
            Optional<String> asked = column(user, columns);
            Optional<String> answered = column(assistant, columns);
            if (asked.isEmpty() || answered.isEmpty()) {
                return Optional.empty();
            }
            ColumnMapping mapping = ColumnMapping.user(asked.get()).assistant(answered.get());
            return Optional.of(user.equals("text") ? mapping.category(answered.get()) : mapping);
        }

        private static Optional<String> column(String name, Collection<String> columns) {
            return columns.stream().filter(name::equalsIgnoreCase).findFirst();
        }
    }

    private static final List<Table> TABLES = List.of(
            new Table("prompt", "completion"),
            new Table("question", "answer"),
            new Table("input", "output"),
            new Table("user", "assistant"),
            new Table("text", "category"),
            new Table("text", "label"));

    /** The fields of the first records, and the first record that has none. */
    private record Sample(
            List<Set<String>> records,
            int unreadable,
            @Nullable RejectedRecord flaw) {}

    /** Copies the list. */
    public FormatDetection {
        reasons = List.copyOf(reasons);
    }

    /**
     * Looks at a file.
     *
     * @throws UnreadableSourceException if it cannot be read, or no known format fits; the message lists
     *     the fields there are
     */
    public static FormatDetection of(Path file) {
        return of(file, ReadLimits.DEFAULT);
    }

    /**
     * Looks at a file that may be packed, as far as the limits allow; it is read under them, too.
     *
     * @throws UnreadableSourceException as {@link #of(Path)} does
     */
    public static FormatDetection of(Path file, ReadLimits limits) {
        return switch (FileKind.of(file, limits)) {
            case JSON_ARRAY ->
                ofJson(JsonArray.of(file).withLimits(limits), "its first character is [, so it is a JSON array");
            case JSON_LINES ->
                ofJson(JsonLines.of(file).withLimits(limits), "its first character is {, so it is JSON Lines");
            case TABLE -> ofTableOrLines(file, limits);
        };
    }

    private static FormatDetection ofJson(RecordSource source, String container) {
        Sample sample = sample(source);
        List<Set<String>> records = sample.records();
        Rule best = RULES.get(0);
        for (Rule rule : RULES) {
            best = rule.fitting(records) > best.fitting(records) ? rule : best;
        }
        int fitting = best.fitting(records);
        if (records.isEmpty() || 2 * fitting < records.size()) {
            return ofColumns(source, container, sample);
        }
        if (best.fields.equals(PLAIN)) {
            Optional<FormatDetection> labelled = asTable(source, container, sample);
            if (labelled.isPresent()) {
                return labelled.get();
            }
        }
        List<String> reasons = new ArrayList<>(List.of(
                container,
                (fitting == records.size() ? "each" : fitting + "") + " of the first " + records.size()
                        + " records has "
                        + String.join(", ", new TreeSet<>(best.fields)) + ", so the format is "
                        + best.format.name()));
        boolean informed = records.stream().anyMatch(names -> names.contains(ExampleFormat.INFO_FIELD));
        if (informed) {
            reasons.add(WITH_INFO);
        }
        return new FormatDetection(source, informed ? best.format.withInfo() : best.format, reasons);
    }

    /** Records of no format may still be rows of a table. */
    private static FormatDetection ofColumns(RecordSource source, String container, Sample sample) {
        RejectedRecord flaw = sample.flaw();
        if (flaw != null && sample.unreadable() >= sample.records().size()) {
            throw new UnreadableSourceException(
                    "unknown_format",
                    source.name(),
                    flaw.origin().line(),
                    (sample.records().isEmpty() ? "None" : "Hardly any") + " of the first records can be read. "
                            + flaw.message(),
                    flaw.remedy() + (source instanceof JsonLines ? " Every line must hold one whole record." : ""));
        }
        return asTable(source, container, sample).orElseThrow(() -> {
            Set<String> all = new TreeSet<>();
            sample.records().forEach(all::addAll);
            all.remove(ROLE);
            return unknown(source.name(), "fields", all);
        });
    }

    private static Optional<FormatDetection> asTable(RecordSource source, String container, Sample sample) {
        for (Table table : TABLES) {
            for (Set<String> names : sample.records()) {
                Optional<ColumnMapping> mapping = table.mapping(names);
                if (mapping.isPresent()
                        && 2 * fitting(mapping.get(), sample)
                                >= sample.records().size()) {
                    String reason = "records have " + table.user() + " and " + table.assistant()
                            + ", so they are read by " + mapping.get();
                    return Optional.of(new FormatDetection(source, mapping.get(), List.of(container, reason)));
                }
            }
        }
        return Optional.empty();
    }

    private static long fitting(ColumnMapping mapping, Sample sample) {
        return sample.records().stream().filter(mapping::fits).count();
    }

    private static Sample sample(RecordSource source) {
        List<Set<String>> sample = new ArrayList<>();
        RejectedRecord first = null;
        int unreadable = 0;
        try (Records records = source.open()) {
            for (int i = 0; i < SAMPLE && records.hasNext(); i++) {
                ReadResult result = records.next();
                RejectedRecord flaw =
                        result instanceof SourceRecord record ? names(record, sample) : (RejectedRecord) result;
                unreadable += flaw == null ? 0 : 1;
                first = first == null ? flaw : first;
            }
        }
        return new Sample(sample, unreadable, first);
    }

    private static @Nullable RejectedRecord names(SourceRecord record, List<Set<String>> sample) {
        try {
            Map<String, Object> fields = record.fields();
            Set<String> names = new LinkedHashSet<>(fields.keySet());
            if (fields.get("conversations") instanceof List<?> turns
                    && turns.stream().anyMatch(turn -> turn instanceof Map<?, ?> map && map.containsKey("role"))) {
                names.add(ROLE);
            }
            sample.add(names);
            return null;
        } catch (MalformedRecordException e) {
            return e.rejection();
        }
    }

    /** A table, unless only the first lines of JSON Lines are spoiled. */
    private static FormatDetection ofTableOrLines(Path file, ReadLimits limits) {
        try {
            return ofTable(Csv.of(file).withLimits(limits));
        } catch (UnreadableSourceException e) {
            try {
                return ofJson(
                        JsonLines.of(file).withLimits(limits),
                        "its first character begins no JSON, but later lines are JSON Lines");
            } catch (UnreadableSourceException noLines) {
                throw e;
            }
        }
    }

    private static FormatDetection ofTable(Csv source) {
        List<String> columns = source.columns();
        for (Table table : TABLES) {
            Optional<ColumnMapping> mapping = table.mapping(columns);
            if (mapping.isPresent()) {
                return new FormatDetection(
                        source,
                        mapping.get(),
                        List.of(
                                "its first character begins no JSON, so it is a table",
                                "its columns are " + String.join(", ", columns) + ", so it is read by "
                                        + mapping.get()));
            }
        }
        throw unknown(source.name(), "columns", columns);
    }

    private static UnreadableSourceException unknown(String source, String what, Iterable<String> names) {
        List<String> list = new ArrayList<>();
        names.forEach(list::add);
        return new UnreadableSourceException(
                "unknown_format",
                source,
                0,
                "No known format has these " + what + ": " + String.join(", ", list) + ".",
                "Say where things stand with a ColumnMapping or a FieldMapping.");
    }
}
