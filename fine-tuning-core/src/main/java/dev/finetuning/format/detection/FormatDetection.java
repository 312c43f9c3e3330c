package dev.finetuning.format.detection;

import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.PlainText;
import dev.finetuning.format.detection.KnownFormats.Sign;
import dev.finetuning.source.Csv;
import dev.finetuning.source.FileKind;
import dev.finetuning.source.JsonArray;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.JsonObjects;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The detected format of a file, and the evidence for it. The file name's extension does not matter. The
 * first byte and the fields of the first 50 records do: the format that fits most of them, and at least
 * half, is chosen. A record of another shape is therefore a finding and does not stop the reading.
 *
 * @param source the file, as a source to read it with
 * @param format the format of its records
 * @param reasons what was seen and concluded, for people
 */
public record FormatDetection(RecordSource source, ExampleFormat format, List<String> reasons) {
    private static final int SAMPLE = 50;
    private static final int ROWS = 2000;
    private static final String WITH_INFO = "there is " + ExampleFormat.INFO_FIELD + ", so metadata is read from there";

    /** Copies the list. */
    public FormatDetection {
        reasons = List.copyOf(reasons);
    }

    /**
     * Detects the format of a file.
     *
     * @throws UnreadableSourceException if it cannot be read, or no known format fits; the message lists the
     *     fields found
     */
    public static FormatDetection of(Path file) {
        return of(file, ReadLimits.DEFAULT);
    }

    /**
     * Detects the format of a file that may be compressed, within the limits, which also apply to reading it.
     *
     * @throws UnreadableSourceException as {@link #of(Path)} does
     */
    public static FormatDetection of(Path file, ReadLimits limits) {
        return switch (FileKind.of(file, limits)) {
            case JSON_ARRAY -> ofArray(file, limits);
            case JSON_LINES -> ofLines(file, limits);
            case TABLE -> ofTableOrLines(file, limits);
        };
    }

    /** One array of records, or an array of messages on each line. */
    private static FormatDetection ofArray(Path file, ReadLimits limits) {
        JsonArray array = JsonArray.of(file).withLimits(limits);
        FieldSample sample = FieldSample.of(array, SAMPLE);
        if (!sample.mostlyHas(Set.of(FieldSample.MESSAGE))) {
            return ofJson(array, sample, "its first character is [, so it is a JSON array");
        }
        JsonLines lines = JsonLines.of(file).withLimits(limits).withArraysAs("messages");
        FieldSample conversations = FieldSample.of(lines, SAMPLE);
        if (conversations.unreadable() > 0) {
            throw new UnreadableSourceException(
                    "unknown_format",
                    array.name(),
                    1,
                    "The elements of the array are messages, not examples.",
                    "Write each conversation as an object with a field messages, or as an array on its own line.");
        }
        return ofJson(lines, conversations, "each line is an array of messages, which is read as the field messages");
    }

    /** One object a line, or objects over several lines each. */
    private static FormatDetection ofLines(Path file, ReadLimits limits) {
        JsonLines lines = JsonLines.of(file).withLimits(limits);
        FieldSample sample = FieldSample.of(lines, SAMPLE);
        if (sample.unreadable() > sample.records().size()) {
            JsonObjects objects = JsonObjects.of(file).withLimits(limits);
            FieldSample whole = FieldSample.of(objects, SAMPLE);
            if (whole.unreadable() == 0) {
                return ofJson(objects, whole, "it contains JSON objects one after another, each over several lines");
            }
        }
        return ofJson(lines, sample, "its first character is {, so it is JSON Lines");
    }

    private static FormatDetection ofJson(RecordSource source, FieldSample sample, String container) {
        List<Set<String>> records = sample.records();
        refuseUnread(source, sample);
        Optional<Sign> best = best(sample);
        if (best.isEmpty()) {
            return ofColumns(source, container, sample);
        }
        if (best.get().format() == PlainText.format()) {
            Optional<FormatDetection> labelled = asTable(source, container, sample);
            if (labelled.isPresent()) {
                return labelled.get();
            }
        }
        List<String> reasons = new ArrayList<>(List.of(container, reason(best.get(), records)));
        boolean informed = records.stream().anyMatch(names -> names.contains(ExampleFormat.INFO_FIELD));
        if (informed) {
            reasons.add(WITH_INFO);
        }
        ExampleFormat format = best.get().format();
        return new FormatDetection(source, informed ? format.withInfo() : format, reasons);
    }

    /** The format that fits most records, and at least half of them. */
    private static Optional<Sign> best(FieldSample sample) {
        Sign best = KnownFormats.SIGNS.get(0);
        for (Sign sign : KnownFormats.SIGNS) {
            best = sign.fitting(sample.records()) > best.fitting(sample.records()) ? sign : best;
        }
        return sample.mostlyHas(best.fields()) ? Optional.of(best) : Optional.empty();
    }

    private static String reason(Sign sign, List<Set<String>> records) {
        int fitting = sign.fitting(records);
        return (fitting == records.size() ? "each" : fitting + "") + " of the first " + records.size()
                + " records has "
                + String.join(", ", new TreeSet<>(sign.fields())) + ", so the format is "
                + sign.format().name();
    }

    private static void refuseUnread(RecordSource source, FieldSample sample) {
        for (KnownFormats.Unread unread : KnownFormats.UNREAD) {
            if (sample.mostlyHas(unread.fields())) {
                throw new UnreadableSourceException(
                        "unread_format", source.name(), 0, unread.reason(), unread.remedy());
            }
        }
    }

    /** Records of no format may still be rows of a table. */
    private static FormatDetection ofColumns(RecordSource source, String container, FieldSample sample) {
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
        return asTable(source, container, sample).orElseThrow(() -> unknown(source.name(), "fields", sample.fields()));
    }

    private static Optional<FormatDetection> asTable(RecordSource source, String container, FieldSample sample) {
        for (Set<String> names : sample.records()) {
            Optional<ColumnMapping> mapping = KnownTables.mappings(names)
                    .filter(each ->
                            2 * fitting(each, sample) >= sample.records().size())
                    .findFirst();
            if (mapping.isPresent()) {
                String reason = "the records have fields of a table, so they are read by " + mapping.get();
                return Optional.of(new FormatDetection(
                        source,
                        mapping.get(),
                        Stream.concat(Stream.of(container, reason), leftOut(mapping.get(), sample.fields()).stream())
                                .toList()));
            }
        }
        return Optional.empty();
    }

    private static long fitting(ColumnMapping mapping, FieldSample sample) {
        return sample.records().stream().filter(mapping::fits).count();
    }

    /** Says which columns are not read. */
    private static Optional<String> leftOut(ColumnMapping mapping, Collection<String> columns) {
        List<String> others = columns.stream()
                .filter(column -> !mapping.columns().contains(column))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of("not read: " + String.join(", ", others));
    }

    /** A table, unless only the first lines of JSON Lines are spoiled. */
    private static FormatDetection ofTableOrLines(Path file, ReadLimits limits) {
        try {
            return ofTable(Csv.of(file).withLimits(limits));
        } catch (UnreadableSourceException e) {
            try {
                JsonLines lines = JsonLines.of(file).withLimits(limits);
                return ofJson(
                        lines,
                        FieldSample.of(lines, SAMPLE),
                        "its first character begins no JSON, but later lines are JSON Lines");
            } catch (UnreadableSourceException noLines) {
                throw e;
            }
        }
    }

    private static FormatDetection ofTable(Csv table) {
        List<String> reasons = new ArrayList<>(List.of("its first character begins no JSON, so it is a table"));
        Csv source = table;
        if (isSpoiledByQuotes(table)) {
            source = table.withoutQuotes();
            reasons.add("its quotes do not match, and all rows are whole where a quote is a character like any other");
        }
        List<String> columns = source.columns();
        FieldSample sample = FieldSample.of(source, SAMPLE);
        refuseUnread(source, sample);
        Optional<ColumnMapping> mapping = KnownTables.mapping(columns);
        Optional<Sign> best =
                best(sample).filter(sign -> mapping.isEmpty() || sign.fields().size() > 1);
        if (best.isPresent()) {
            reasons.add(reason(best.get(), sample.records()));
            return new FormatDetection(source, best.get().format(), reasons);
        }
        if (mapping.isEmpty()) {
            throw unknown(source.name(), "columns", columns);
        }
        reasons.add("its columns are " + String.join(", ", columns) + ", so it is read by " + mapping.get());
        leftOut(mapping.get(), columns).ifPresent(reasons::add);
        return new FormatDetection(source, mapping.get(), reasons);
    }

    /** Whether quotes spoil rows that are whole, and never quoted, without them. */
    private static boolean isSpoiledByQuotes(Csv table) {
        return hasRow(
                        table,
                        result -> result instanceof RejectedRecord rejected
                                && rejected.code().equals("csv_quotes"))
                && !hasRow(
                        table.withoutQuotes(),
                        result -> !(result instanceof SourceRecord row)
                                || row.fields().values().stream().anyMatch(FormatDetection::isQuoted));
    }

    private static boolean isQuoted(Object cell) {
        String text = String.valueOf(cell);
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    }

    private static boolean hasRow(Csv table, Predicate<ReadResult> wanted) {
        try (Records records = table.open()) {
            for (int i = 0; i < ROWS && records.hasNext(); i++) {
                if (wanted.test(records.next())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static UnreadableSourceException unknown(String source, String what, Iterable<String> names) {
        return new UnreadableSourceException(
                "unknown_format",
                source,
                0,
                "No known format has these " + what + ": " + String.join(", ", names) + ".",
                "Name the fields with a ColumnMapping or a FieldMapping.");
    }
}
