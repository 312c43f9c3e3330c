package dev.finetuning.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SqlDialectTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/dev/finetuning/journal/jdbc");

    @Test
    void script_ofAProductWithBlanks_hasHyphens() {
        assertThat(new SqlDialect("Microsoft SQL Server").script()).isEqualTo("microsoft-sql-server.sql");
    }

    @Test
    void scripts_andDialects_areTheSame() throws IOException {
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            assertThat(scripts.map(script -> script.getFileName().toString()))
                    .as("each script belongs to a line of SqlDialects.ALL, and each line has a script")
                    .containsExactlyInAnyOrderElementsOf(
                            SqlDialects.ALL.stream().map(SqlDialect::script).toList());
        }
        assertThat(SqlDialects.ALL)
                .allSatisfy(dialect -> assertThat(dialect.schema())
                        .hasSize(5)
                        .allMatch(statement -> statement.contains("CREATE TABLE IF NOT EXISTS")));
    }
}
