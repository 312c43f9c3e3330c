package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.reading.ConversationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheredSourcesTest {
    private static final String LOG = """
            id,who,said,agent,at,score
            1,user,q1,ann,2026-01-01T00:00:00Z,
            1,assistant,a1,ann,2026-01-01T00:01:00Z,5
            2,user,q2,bob,2026-01-02T00:00:00Z,4
            2,assistant,a2,bob,2026-01-02T00:01:00Z,1
            3,user,q3,ann,2026-01-03 00:00:00,5
            3,robot,a3,ann,2026-01-03T00:01:00Z,5
            4,user,q4,ann,2026-01-04T00:00:00Z,5
            4,assistant,a4,ann,2026-01-04T00:01:00Z,3
            """;
    private static final ConversationLog READER =
            ConversationLog.of("id", "who", "said").agent("agent").time("at").feedback("score");

    @Test
    void folder_files_areReadByNameWithTheirOwnOrigins(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("b.jsonl"), "{\"a\": 2}\n");
        Files.writeString(folder.resolve("a.jsonl"), "{\"a\": 1}\nbroken\n");
        Files.writeString(folder.resolve("c.txt"), "no");
        Folder source = Folder.of(folder, "*.jsonl", JsonLines::of);
        List<SourceRecord> records = new ArrayList<>();
        List<RejectedRecord> rejected = new ArrayList<>();
        source.forEach(records::add, rejected::add);
        assertThat(records).extracting(r -> r.fields().get("a")).containsExactly(1, 2);
        assertThat(rejected).singleElement().matches(r -> r.origin().source().endsWith("a.jsonl"));
        assertThat(source.bytes()).hasValue(25);
        assertThatThrownBy(() -> Folder.of(folder, "*.csv", Csv::of).open())
                .isInstanceOf(UnreadableSourceException.class);
        assertThatThrownBy(() -> Folder.of(folder.resolve("none"), "*", Csv::of).open())
                .isInstanceOf(UnreadableSourceException.class);
    }

    @Test
    void query_rows_areStreamedWithTheirTypes() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:records;DB_CLOSE_DELAY=-1");
        try (var connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(id bigint, said varchar, ok boolean, at timestamp)");
            statement.execute(
                    "insert into t values (1, 'q', true, timestamp '2026-01-01 00:00:00'), (2, null, false, null)");
        }
        JdbcQuery query = JdbcQuery.of("tickets", database, "select * from t where id >= ? order by id", 1)
                .fetchSize(1);
        List<SourceRecord> records = new ArrayList<>();
        query.forEach(records::add, rejected -> {});
        assertThat(records).hasSize(2);
        assertThat(records.get(0).fields())
                .containsEntry("ID", 1L)
                .containsEntry("SAID", "q")
                .containsEntry("OK", true);
        assertThat(records.get(1).fields()).containsEntry("SAID", null);
        assertThat(records.get(1).origin()).hasToString("tickets (row 2)");
        assertThatThrownBy(() -> JdbcQuery.of("bad", database, "select secret from nowhere")
                        .open())
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void log_conversations_areGroupedAndABrokenOneIsLeftOut() {
        List<RejectedRecord> rejected = new ArrayList<>();
        List<ChatExample> examples = read(READER, rejected);
        assertThat(examples).extracting(e -> e.messages().get(0).text()).containsExactly("q1", "q2", "q4");
        assertThat(rejected).singleElement().matches(r -> r.origin().line() == 7);
        ChatExample first = examples.get(0);
        assertThat(first.messages()).containsExactly(Message.user("q1"), Message.assistant("a1"));
        assertThat(first.info().group()).contains("1");
        assertThat(first.info().provenance().kind()).isEqualTo(Provenance.Kind.PRODUCTION);
        assertThat(first.info().metadata()).containsEntry("time", "2026-01-01T00:00:00Z");
    }

    @Test
    void log_filters_apply() {
        assertThat(read(READER.onlyAgent("bob"), new ArrayList<>())).hasSize(1);
        assertThat(read(READER.onlyFeedbackFrom(3), new ArrayList<>())).hasSize(2);
        assertThat(read(READER.atMost(1), new ArrayList<>())).hasSize(1);
        assertThat(read(
                        READER.onlyBetween(
                                Instant.parse("2026-01-02T00:00:00Z"), Instant.parse("2026-01-04T00:00:00Z")),
                        new ArrayList<>()))
                .extracting(e -> e.messages().get(0).text())
                .containsExactly("q2");
        assertThatThrownBy(() -> read(ConversationLog.of("id", "who", "text"), new ArrayList<>()))
                .hasMessageContaining("said");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01 09:00:00",
                "2026-01-01T09:00:00Z",
                "2026-01-01 10:00:00+01",
                "2026-01-01T10:00:00+0100",
                "2026-01-01t10:00:00.000+01:00",
                "2026-01-01 03:30-05:30"
            })
    void log_timeAsDatabasesWriteIt_isOneInstant(String text) {
        String log = "id,who,said,at\n1,user,q,%s\n1,assistant,a,\n".formatted(text);
        List<ChatExample> read = new ArrayList<>();
        ConversationLog.of("id", "who", "said").time("at").forEach(Csv.ofText(log), read::add, rejected -> {});
        assertThat(read)
                .singleElement()
                .extracting(example -> example.info().metadata().get("time"))
                .isEqualTo("2026-01-01T09:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01", "yesterday", "2026-01-01T10:00:00+1", "2026-01-01T10:00:00 Paris"})
    void log_timeThatIsNone_isRejected(String text) {
        List<RejectedRecord> rejected = new ArrayList<>();
        ConversationLog.of("id", "who", "said")
                .time("at")
                .forEach(Csv.ofText("id,who,said,at\n1,user,q,%s\n".formatted(text)), example -> {}, rejected::add);
        assertThat(rejected).singleElement().extracting(RejectedRecord::code).isEqualTo("bad_time");
    }

    private static List<ChatExample> read(ConversationLog log, List<RejectedRecord> rejected) {
        List<ChatExample> examples = new ArrayList<>();
        log.forEach(Csv.ofText(LOG), examples::add, rejected::add);
        return examples;
    }
}
