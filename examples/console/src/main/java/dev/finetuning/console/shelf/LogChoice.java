package dev.finetuning.console.shelf;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.format.reading.ConversationLog;
import dev.finetuning.source.Csv;
import dev.finetuning.source.FileKind;
import dev.finetuning.source.JsonArray;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.RecordSource;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How a log of conversations, one message a row, is read, and which of them are taken. */
public final class LogChoice {
    private LogChoice() {}

    /**
     * A log by the names of its columns and by filters.
     *
     * @param fields columns: {@code conversation}, {@code role}, {@code content}, and if there are any, {@code
     *     agentColumn}, {@code timeColumn}, {@code feedbackColumn}; filters: {@code agent}, {@code after} and {@code
     *     before} (times or dates), {@code minimumFeedback}, {@code most}
     */
    public static ConversationLog of(Fields fields) {
        ConversationLog log = ConversationLog.of(
                fields.text("conversation").orElse("conversation"),
                fields.text("role").orElse("role"),
                fields.text("content").orElse("content"));
        log = fields.text("agentColumn").map(log::agent).orElse(log);
        log = fields.text("timeColumn").map(log::time).orElse(log);
        log = fields.text("feedbackColumn").map(log::feedback).orElse(log);
        return filtered(log, fields);
    }

    private static ConversationLog filtered(ConversationLog log, Fields fields) {
        ConversationLog filtered = fields.text("agent").map(log::onlyAgent).orElse(log);
        Optional<Instant> after = time(fields, "after");
        Optional<Instant> before = time(fields, "before");
        if (after.isPresent() || before.isPresent()) {
            filtered = filtered.onlyBetween(after.orElse(Instant.MIN), before.orElse(Instant.MAX));
        }
        OptionalDouble feedback = fields.number("minimumFeedback", -1e9, 1e9);
        if (feedback.isPresent()) {
            filtered = filtered.onlyFeedbackFrom(feedback.getAsDouble());
        }
        OptionalInt most = fields.whole("most", 1, Integer.MAX_VALUE);
        return most.isPresent() ? filtered.atMost(most.getAsInt()) : filtered;
    }

    private static Optional<Instant> time(Fields fields, String name) {
        try {
            return fields.text(name)
                    .map(text -> text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : Instant.parse(text));
        } catch (DateTimeException e) {
            throw RefusedException.invalid(name, "must be a date or a time such as 2026-11-29T12:00:00Z");
        }
    }

    static RecordSource source(Path file) {
        return switch (FileKind.of(file)) {
            case TABLE -> Csv.of(file);
            case JSON_LINES -> JsonLines.of(file);
            case JSON_ARRAY -> JsonArray.of(file);
        };
    }
}
