package dev.finetuning.format;

import dev.finetuning.source.Csv;
import dev.finetuning.source.FileKind;
import dev.finetuning.source.JsonArray;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file seems to hold, and what that is concluded from. The name's ending decides nothing; the
 * first byte and the fields of the first {@value #SAMPLE} readable records do.
 *
 * @param source the file as the source to read it with
 * @param format the format of its records
 * @param reasons what was seen and what follows from it, for people
 */
public record FormatDetection(RecordSource source, ExampleFormat format, List<String> reasons) {
    private static final int SAMPLE = 50;

    /** One format and the fields that tell it. */
    private record Rule(Set<String> fields, ExampleFormat format) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Set.of("input", "preferred_output", "non_preferred_output"), PreferencePairs.openAi()),
            new Rule(Set.of("conversations", "chosen", "rejected"), PreferencePairs.shareGpt()),
            new Rule(Set.of("chosen", "rejected"), PreferencePairs.trl()),
            new Rule(Set.of("messages", "kto_tag"), Kto.format()),
            new Rule(Set.of("prompt", "completion", "label"), Kto.format()),
            new Rule(Set.of("messages"), ChatMessages.format()),
            new Rule(Set.of("conversations"), ShareGpt.format()),
            new Rule(Set.of("instruction", "output"), Alpaca.format()),
            new Rule(Set.of("prompt", "completion"), PromptCompletion.format()),
            new Rule(Set.of("text"), PlainText.format()));

    private static final List<ColumnMapping> TABLES = List.of(
            ColumnMapping.user("prompt").assistant("completion"),
            ColumnMapping.user("question").assistant("answer"),
            ColumnMapping.user("input").assistant("output"),
            ColumnMapping.user("user").assistant("assistant"),
            ColumnMapping.user("text").assistant("category").category("category"),
            ColumnMapping.user("text").assistant("label").category("label"));

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
        return switch (FileKind.of(file)) {
            case JSON_ARRAY -> ofJson(JsonArray.of(file), "its first character is [, so it is a JSON array");
            case JSON_LINES -> ofJson(JsonLines.of(file), "its first character is {, so it is JSON Lines");
            case TABLE -> ofTable(Csv.of(file));
        };
    }

    private static FormatDetection ofJson(RecordSource source, String container) {
        Set<String> common = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        int seen = 0;
        try (Records records = source.open()) {
            for (int i = 0; i < SAMPLE && records.hasNext(); i++) {
                if (records.next() instanceof SourceRecord record) {
                    Set<String> names = names(record);
                    seen += names.isEmpty() ? 0 : 1;
                    all.addAll(names);
                    if (seen == 1) {
                        common.addAll(names);
                    } else if (!names.isEmpty()) {
                        common.retainAll(names);
                    }
                }
            }
        }
        for (Rule rule : RULES) {
            if (common.containsAll(rule.fields)) {
                String reason = "each of the first " + seen + " records has "
                        + String.join(", ", new TreeSet<>(rule.fields)) + ", so the format is " + rule.format.name();
                return new FormatDetection(source, rule.format, List.of(container, reason));
            }
        }
        throw unknown(source.name(), "fields", all);
    }

    private static Set<String> names(SourceRecord record) {
        try {
            Map<String, Object> fields = record.fields();
            return fields.keySet();
        } catch (MalformedRecordException e) {
            return Set.of();
        }
    }

    private static FormatDetection ofTable(Csv source) {
        List<String> columns = source.columns();
        for (ColumnMapping mapping : TABLES) {
            if (mapping.fits(columns)) {
                return new FormatDetection(
                        source,
                        mapping,
                        List.of(
                                "its first character begins no JSON, so it is a table",
                                "its columns are " + String.join(", ", columns) + ", so it is read by " + mapping));
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
