package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.journal.Journal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console with its journal, and the operator's logs, in a real PostgreSQL that is named by an address only. */
class PostgresConsoleTest {
    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void console_startedTwiceOnADatabase_goesOnWithWhatItHad() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            logs(postgres);
            ConsoleOptions options = ConsoleOptions.parse(
                    "--port",
                    "0",
                    "--data",
                    folder.toString(),
                    "--jdbc-url",
                    postgres.getJdbcUrl("postgres", "postgres"),
                    "--logs-url",
                    postgres.getJdbcUrl("postgres", "postgres"),
                    "--logs-query",
                    "SELECT * FROM log ORDER BY conversation, at");
            String run;
            try (Journal journal = ConsoleProgram.journal(options);
                    Console console = ConsoleProgram.start(options, journal)) {
                String dataset = post(
                                console,
                                "/api/datasets?name=support&fileName=s.csv",
                                new String(RunningConsole.support(), StandardCharsets.UTF_8))
                        .path("id")
                        .asText();
                run = post(
                                console,
                                "/api/runs",
                                "{\"dataset\": \"%s\", \"model\": \"support\", \"baseModel\": \"local\"}"
                                        .formatted(dataset))
                        .path("id")
                        .asText();
                send(HttpRequest.newBuilder(uri(console, "/api/runs/" + run + "/stream")));
            }

            try (Journal journal = ConsoleProgram.journal(options);
                    Console console = ConsoleProgram.start(options, journal)) {
                JsonNode ended = get(console, "/api/runs/" + run);
                assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
                assertThat(get(console, "/api/models/support").path("versions")).hasSize(1);
                JsonNode imported = post(
                        console, "/api/datasets/conversations/database?name=log&timeColumn=at&after=2026-11-02", "");
                assertThat(imported.path("current").path("examples").asInt()).isEqualTo(1);
            }
        }
    }

    private static void logs(EmbeddedPostgres postgres) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE log (conversation int, role text, content text, at timestamptz)");
            statement.execute("INSERT INTO log VALUES (1, 'user', 'Hi', '2026-11-01 10:00+00'),"
                    + " (1, 'assistant', 'Hello', '2026-11-01 10:01+00'), (2, 'user', 'Hi', '2026-11-03 10:00+00'),"
                    + " (2, 'assistant', 'Good day', '2026-11-03 10:01+00')");
        }
    }

    private static URI uri(Console console, String path) {
        return URI.create("http://127.0.0.1:" + console.port() + path);
    }

    private JsonNode get(Console console, String path) throws Exception {
        return RunningConsole.json(send(HttpRequest.newBuilder(uri(console, path))));
    }

    private JsonNode post(Console console, String path, String body) throws Exception {
        return RunningConsole.json(
                send(HttpRequest.newBuilder(uri(console, path)).POST(BodyPublishers.ofString(body))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer;
    }
}
