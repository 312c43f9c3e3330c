package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.reading.ConversationLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 conversations, one an hour, by two agents in turn; every tenth has a bad rating, every seventh no rating. */
class ConversationImportTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant TWO_DAYS_LATER = Instant.parse("2026-11-03T00:00:00Z");

    private static EmbeddedPostgres server;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @BeforeAll
    static void fill() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE conversations (id int PRIMARY KEY, agent text, started_at timestamptz)");
            statement.execute("CREATE TABLE messages (id int PRIMARY KEY, conversation int, sent_at timestamptz,"
                    + " role text, content text, rating int)");
            statement.execute("INSERT INTO conversations SELECT n, CASE n % 2 WHEN 0 THEN 'anna' ELSE 'bert' END,"
                    + " timestamptz '2026-11-01 00:00:00Z' + n * interval '1 hour' FROM generate_series(0, 199) AS n");
            statement.execute("INSERT INTO messages SELECT 2 * id, id, started_at, 'user', 'Where is parcel ' || id"
                    + " || '? Write to c' || id || '@example.com.', null FROM conversations");
            statement.execute("INSERT INTO messages SELECT 2 * id + 1, id, started_at + interval '1 minute',"
                    + " 'assistant', 'Parcel ' || id || ' arrives on day ' || id % 9 || '.', CASE WHEN id % 10 = 0 THEN 1"
                    + " WHEN id % 7 = 0 THEN null ELSE 5 END FROM conversations");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private Dataset load(double leastRating, long most) throws IOException {
        return ConversationImport.load(
                server.getPostgresDatabase(),
                new ConversationImport.Selection("anna", NOVEMBER, TWO_DAYS_LATER, leastRating, most),
                folder.resolve("changes.jsonl"),
                out);
    }

    @Test
    void load_agentDatesAndRating_takesThoseConversationsInWhole() throws IOException {
        Dataset conversations = load(4, 1_000);

        // of 24 by anna in two days, 5 are rated badly and 3 more are not rated
        assertThat(conversations.examples())
                .hasSize(16)
                .allSatisfy(example -> assertThat(example.messages()).hasSize(2))
                .allSatisfy(example -> assertThat(time(example)).isBetween(NOVEMBER, TWO_DAYS_LATER));
        assertThat(conversations.examples().toString()).doesNotContain("@example.com");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("redacted_personal_data ×16", "16 examples: 0 errors");
    }

    @Test
    void load_most_stopsThere() throws IOException {
        assertThat(load(1, 12).size()).isEqualTo(12);
    }

    private static Instant time(Example example) {
        return Instant.parse(String.valueOf(example.info().metadata().get(ConversationLog.TIME)));
    }
}
