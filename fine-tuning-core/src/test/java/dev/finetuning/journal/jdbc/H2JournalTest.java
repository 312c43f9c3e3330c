package dev.finetuning.journal.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2JournalTest extends JdbcJournalTest {
    private final JdbcDataSource source = new JdbcDataSource();

    H2JournalTest() {
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    DataSource source() {
        return source;
    }
}
