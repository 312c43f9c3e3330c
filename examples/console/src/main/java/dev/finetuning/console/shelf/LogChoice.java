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
import java.time.Instant;
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
        requireColumn(fields, "agent", "agentColumn");
        requireColumn(fields, "after", "timeColumn");
        requireColumn(fields, "before", "timeColumn");
        requireColumn(fields, "minimumFeedback", "feedbackColumn");
        ConversationLog filtered = fields.text("agent").map(log::onlyAgent).orElse(log);
        Optional<Instant> after = fields.time("after");
        Optional<Instant> before = fields.time("before");
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

    /** Without its column, a filter would leave out everything. */
    private static void requireColumn(Fields fields, String filter, String column) {
        if (fields.text(filter).isPresent() && fields.text(column).isEmpty()) {
            throw RefusedException.invalid(column, "must be given to choose by " + filter);
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
