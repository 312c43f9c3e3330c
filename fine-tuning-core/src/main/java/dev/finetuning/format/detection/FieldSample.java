package dev.finetuning.format.detection;

import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the first records, and the first record that has none.
 *
 * @param records for each record its fields' names, and notes on values that change what they mean
 * @param unreadable how many records have no fields
 * @param flaw the first of these
 */
record FieldSample(
        List<Set<String>> records, int unreadable, @Nullable RejectedRecord flaw) {
    /** The note that a field says whether the answer is good. */
    static final String RATING = "a rating (kto_tag, or label that is true or false)";

    /** The note that {@code labels} is an object. */
    static final String LABELS = "an object of labels";

    /** The note that the messages do not end with an answer. */
    static final String OPEN = "messages that end before the answer";

    /** The note that a field holds what a grader compares with. */
    static final String REFERENCE = "a reference for a grader";

    /** The note that the record is one message. */
    static final String MESSAGE = "one message";

    private static final Set<String> NOTES = Set.of(RATING, LABELS, OPEN, REFERENCE, MESSAGE);

    private static final Set<String> REFERENCES = Set.of(
            "reference",
            "reference_answer",
            "reference_answers",
            "answer",
            "solution",
            "ground_truth",
            "gold",
            "gold_answer",
            "expected",
            "expected_answer",
            "expected_output",
            "target",
            "rubric",
            "rubrics",
            "reward_model",
            "verification_info");

    /** Takes so many records, or all there are. */
    static FieldSample of(RecordSource source, int size) {
        List<Set<String>> sample = new ArrayList<>();
        RejectedRecord first = null;
        int unreadable = 0;
        try (Records records = source.open()) {
            for (int i = 0; i < size && records.hasNext(); i++) {
                ReadResult result = records.next();
                RejectedRecord flaw =
                        result instanceof SourceRecord record ? names(record, sample) : (RejectedRecord) result;
                unreadable += flaw == null ? 0 : 1;
                first = first == null ? flaw : first;
            }
        }
        return new FieldSample(sample, unreadable, first);
    }

    private static @Nullable RejectedRecord names(SourceRecord record, List<Set<String>> sample) {
        try {
            Map<String, Object> fields = record.fields();
            Set<String> names = new LinkedHashSet<>();
            // a table has the same columns in every row; what is empty in a row is not there
            fields.forEach((name, value) -> {
                if (value != null) {
                    names.add(name);
                }
            });
            note(fields, names);
            sample.add(names);
            return null;
        } catch (MalformedRecordException e) {
            return e.rejection();
        }
    }

    private static void note(Map<String, Object> fields, Set<String> names) {
        if (names.contains("kto_tag") || isTrueOrFalse(fields.get("label"))) {
            names.add(RATING);
        }
        if (fields.get("labels") instanceof Map) {
            names.add(LABELS);
        }
        if (names.contains("role")
                && !names.contains("messages")
                && (names.contains("content") || names.contains("text") || names.contains("tool_calls"))) {
            names.add(MESSAGE);
        }
        if (fields.get("messages") instanceof List<?> list
                && !list.isEmpty()
                && list.get(list.size() - 1) instanceof Map<?, ?> last
                && !"assistant".equals(last.get("role"))) {
            names.add(OPEN);
        }
        if (names.stream().anyMatch(REFERENCES::contains)) {
            names.add(REFERENCE);
        }
    }

    private static boolean isTrueOrFalse(@Nullable Object label) {
        if (label instanceof Number number) {
            return number.doubleValue() == 0 || number.doubleValue() == 1;
        }
        return label instanceof Boolean
                || (label instanceof String text && Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT)));
    }

    /** All fields that occur, without notes. */
    Set<String> fields() {
        Set<String> all = new TreeSet<>();
        records.forEach(all::addAll);
        all.removeAll(NOTES);
        return all;
    }

    /** How many records have all of these. */
    long having(Set<String> fields) {
        return records.stream().filter(names -> names.containsAll(fields)).count();
    }

    /** Whether at least half of all records have all of these. */
    boolean mostlyHas(Set<String> fields) {
        return !records.isEmpty() && 2 * having(fields) >= records.size();
    }
}
