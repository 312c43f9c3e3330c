package dev.finetuning.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@link RecordSource}, kept by every source of the library. */
class OurSourcesContractTest {
    private static final String BROKEN = "quokka-4711";

    @TempDir
    Path folder;

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everySource_isUnderTheContract() throws IOException {
        List<String> sources;
        try (var files = Files.list(Path.of("src/main/java/dev/finetuning/source"))) {
            sources = files.filter(Files::isRegularFile)
                    .filter(OurSourcesContractTest::isSource)
                    .map(path -> path.getFileName().toString().replace(".java", ""))
                    .toList();
        }

        assertThat(List.of(OurSourcesContractTest.class.getDeclaredClasses()))
                .extracting(type -> type.getSimpleName().replaceFirst("^Of", ""))
                .containsExactlyInAnyOrderElementsOf(sources);
    }

    private static boolean isSource(Path path) {
        try {
            return Files.readString(path).contains("implements RecordSource");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    class OfJsonLines extends RecordSourceContractTest {
        @Override
        protected RecordSource source() {
            return JsonLines.of(file("a.jsonl", "{\"a\": 1}\n{\"a\": \"" + BROKEN + "\n\n{\"a\": \"\u00e4\"}\n"));
        }

        @Override
        protected Map<String, Object> firstFields() {
            return Map.of("a", 1);
        }

        @Override
        protected int rejected() {
            return 1;
        }

        @Override
        protected List<String> content() {
            return List.of(BROKEN);
        }
    }

    @Nested
    class OfJsonArray extends RecordSourceContractTest {
        @Override
        protected RecordSource source() {
            return JsonArray.of(file("a.json", "[{\"a\": 1},\n \"" + BROKEN + "\",\n {\"a\": \"\u00e4\"}]"));
        }

        @Override
        protected Map<String, Object> firstFields() {
            return Map.of("a", 1);
        }

        @Override
        protected int rejected() {
            return 1;
        }

        @Override
        protected List<String> content() {
            return List.of(BROKEN);
        }
    }

    @Nested
    class OfJsonObjects extends RecordSourceContractTest {
        @Override
        protected RecordSource source() {
            return JsonObjects.of(file("objects.json", "{\n \"a\": 1\n}\n{\n \"a\": \"\u00e4\"\n}\n"));
        }

        @Override
        protected Map<String, Object> firstFields() {
            return Map.of("a", 1);
        }
    }

    @Nested
    class OfCsv extends RecordSourceContractTest {
        @Override
        protected RecordSource source() {
            return Csv.of(file("a.csv", "a,b\n1,\"x\ny\"\n" + BROKEN + ",2,3,4\n\u00e4,z\n"));
        }

        @Override
        protected Map<String, Object> firstFields() {
            return Map.of("a", "1", "b", "x\ny");
        }

        @Override
        protected int rejected() {
            return 1;
        }

        @Override
        protected List<String> content() {
            return List.of(BROKEN);
        }
    }

    @Nested
    class OfFolder extends RecordSourceContractTest {
        @Override
        protected RecordSource source() {
            file("1.jsonl", "{\"a\": 1}\n{\"a\": 2}\n");
            file("2.jsonl", "{\"a\": 3}\n");
            return Folder.of(folder, "*.jsonl", JsonLines::of);
        }

        @Override
        protected Map<String, Object> firstFields() {
            return Map.of("a", 1);
        }
    }

    @Nested
    class OfJdbcQuery extends RecordSourceContractTest {
        private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

        @Override
        protected RecordSource source() {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL(database);
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table if not exists t (id int primary key, text varchar)");
                statement.execute("merge into t values (1, 'x'), (2, '\u00e4'), (3, 'z')");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return JdbcQuery.of("query", dataSource, "select id as \"id\", text as \"text\" from t order by id");
        }

        @Override
        protected Map<String, Object> firstFields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", 1);
            fields.put("text", "x");
            return fields;
        }
    }
}
