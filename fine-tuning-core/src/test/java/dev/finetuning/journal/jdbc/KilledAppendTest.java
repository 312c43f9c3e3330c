package dev.finetuning.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** A process that ends without warning as soon as its append has returned. */
@Timeout(60)
class KilledAppendTest {
    @TempDir
    Path folder;

    /** The databases that live in the process that uses them. */
    enum Embedded {
        H2,
        SQLITE;

        DataSource in(Path folder) {
            Path file = folder.toAbsolutePath().resolve("journal");
            if (this == H2) {
                JdbcDataSource h2 = new JdbcDataSource();
                h2.setURL("jdbc:h2:file:" + file);
                return h2;
            }
            SQLiteDataSource sqlite = new SQLiteDataSource();
            sqlite.setUrl("jdbc:sqlite:" + file);
            return sqlite;
        }
    }

    @ParameterizedTest
    @EnumSource
    void append_killedAsSoonAsItReturned_isFound(Embedded database) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        database.name(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).isEqualTo(Appender.HALTED);
        assertThat(JdbcJournal.over(database.in(folder)).size("runs"))
                .isEqualTo(Long.parseLong(printed.strip()))
                .isEqualTo(Appender.APPENDS);
    }

    /** The child. */
    static final class Appender {
        static final int HALTED = 37;
        static final int APPENDS = 3;

        public static void main(String[] arguments) {
            DataSource source = Embedded.valueOf(arguments[0]).in(Path.of(arguments[1]));
            JdbcJournal.createTables(source);
            try (JdbcJournal journal = JdbcJournal.over(source)) {
                long size = 0;
                for (int i = 0; i < APPENDS; i++) {
                    size = journal.append(
                            "runs", Journal.ANY_SIZE, List.of(new JournalEntry("test", Instant.EPOCH, "" + i)));
                }
                System.out.println(size);
                System.out.flush();
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }
}
