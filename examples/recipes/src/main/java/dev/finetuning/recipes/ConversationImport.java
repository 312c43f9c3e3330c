package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.reading.ConversationLog;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.RemedyPreview;
import dev.finetuning.quality.remedy.Repair;
import dev.finetuning.source.JdbcQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Conversations from a chat's log in PostgreSQL become a checked dataset. The database selects by agent and date,
 * for which it has indexes; a conversation with a single bad rating is left out as a whole. Rows are streamed: reading
 * stops when there are enough conversations.
 */
public final class ConversationImport {
    private static final String MESSAGES = """
            SELECT c.id AS conversation, c.agent, m.sent_at, m.role, m.content, m.rating
            FROM conversations c JOIN messages m ON m.conversation = c.id
            WHERE c.agent = ? AND c.started_at >= ? AND c.started_at < ?
            ORDER BY c.id, m.sent_at, m.id""";

    private static final ConversationLog LOG = ConversationLog.of("conversation", "role", "content")
            .agent("agent")
            .time("sent_at")
            .feedback("rating");

    private ConversationImport() {}

    /**
     * What to take.
     *
     * @param agent who answered
     * @param from the first instant
     * @param to the instant after the last one
     * @param leastRating the lowest rating that any message of a conversation may have
     * @param most how many conversations at most
     */
    public record Selection(String agent, Instant from, Instant to, double leastRating, long most) {}

    /** Imports, masks personal data with a record of every change in a file, checks, and prints what it found. */
    public static Dataset load(DataSource database, Selection wanted, Path changes, PrintStream out)
            throws IOException {
        JdbcQuery query = JdbcQuery.of("messages", database, MESSAGES, wanted.agent(), wanted.from(), wanted.to());
        Dataset conversations = Dataset.builder("conversations")
                .addConversations(
                        query, LOG.onlyFeedbackFrom(wanted.leastRating()).atMost(wanted.most()))
                .build();
        RemedyPreview masked = Remedies.of(Repair.redact(PersonalData.of(PiiDetector.standard())))
                .preview(conversations);
        out.println(masked.summary());
        Dataset dataset = masked.apply(changes);
        QualityReport report = Checks.thorough().run(dataset);
        out.println(report.summary());
        report.requireNoErrors();
        return dataset;
    }
}
