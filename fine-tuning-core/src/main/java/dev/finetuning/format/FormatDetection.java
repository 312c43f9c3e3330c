package dev.finetuning.format;

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
import java.util.List;
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
    private static final String WITH_INFO = "there is " + InfoField.NAME + ", so metadata is read from there";

    /** One format and the fields that tell it. */
    private record Rule(Set<String> fields, ExampleFormat format) {
        int fitting(List<Set<String>> sample) {
            return (int)
                    sample.stream().filter(names -> names.containsAll(fields)).count();
        }
    }

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
            case TABLE -> ofTable(Csv.of(file).withLimits(limits));
        };
    }

    private static FormatDetection ofJson(RecordSource source, String container) {
        List<Set<String>> sample = sample(source);
        Rule best = RULES.get(0);
        for (Rule rule : RULES) {
            best = rule.fitting(sample) > best.fitting(sample) ? rule : best;
        }
        int fitting = best.fitting(sample);
        if (2 * fitting < sample.size()) {
            Set<String> all = new TreeSet<>();
            sample.forEach(all::addAll);
            throw unknown(source.name(), "fields", all);
        }
        List<String> reasons = new ArrayList<>(List.of(
                container,
                (fitting == sample.size() ? "each" : fitting + "") + " of the first " + sample.size() + " records has "
                        + String.join(", ", new TreeSet<>(best.fields)) + ", so the format is "
                        + best.format.name()));
        boolean informed = sample.stream().anyMatch(names -> names.contains(InfoField.NAME));
        if (informed) {
            reasons.add(WITH_INFO);
        }
        return new FormatDetection(source, informed ? best.format.withInfo() : best.format, reasons);
    }

    /** The fields of the first records that can be read. */
    private static List<Set<String>> sample(RecordSource source) {
        List<Set<String>> sample = new ArrayList<>();
        RejectedRecord first = null;
        try (Records records = source.open()) {
            for (int i = 0; i < SAMPLE && records.hasNext(); i++) {
                ReadResult result = records.next();
                RejectedRecord flaw =
                        result instanceof SourceRecord record ? names(record, sample) : (RejectedRecord) result;
                first = first == null ? flaw : first;
            }
        }
        if (sample.isEmpty() && first != null) {
            throw new UnreadableSourceException(
                    "unknown_format",
                    source.name(),
                    first.origin().line(),
                    "None of the first records can be read. " + first.message(),
                    first.remedy());
        }
        return sample;
    }

    private static @Nullable RejectedRecord names(SourceRecord record, List<Set<String>> sample) {
        try {
            sample.add(record.fields().keySet());
            return null;
        } catch (MalformedRecordException e) {
            return e.rejection();
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
