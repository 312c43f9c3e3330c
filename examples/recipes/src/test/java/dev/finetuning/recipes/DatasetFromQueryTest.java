package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.quality.UnacceptableDatasetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatasetFromQueryTest {
    private final JdbcDataSource database = new JdbcDataSource();

    @BeforeEach
    void fill() throws SQLException {
        database.setURL("jdbc:h2:mem:" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE");
        execute("CREATE TABLE tickets (id INT PRIMARY KEY, question VARCHAR, answer VARCHAR, topic VARCHAR,"
                + " customer_id INT, solved BOOLEAN, closed_on DATE)");
        execute("INSERT INTO tickets SELECT x, 'Where is parcel ' || x || '?', 'It is at stop ' || x || '.',"
                + " CASEWHEN(MOD(x, 2) = 0, 'delivery', 'returns'), x / 4, x <= 80, DATEADD(DAY, x, DATE '2026-01-01')"
                + " FROM SYSTEM_RANGE(1, 100) AS numbers(x)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void solvedSince_takesWhatIsSolvedAndRecent() {
        Dataset tickets = DatasetFromQuery.solvedSince(database, LocalDate.of(2026, 1, 21));

        assertThat(tickets.size()).isEqualTo(61);
        assertThat(tickets.statistics().toString()).contains("delivery", "returns");
    }

    @Test
    void solvedSince_oneCustomer_staysOnOneSideOfASplit() {
        Split split = DatasetFromQuery.solvedSince(database, LocalDate.of(2026, 1, 1))
                .split(SplitPlan.stable(SplitRatios.of(0.5, 0, 0.5)));

        assertThat(customers(split.train())).isNotEmpty().doesNotContainAnyElementsOf(customers(split.test()));
    }

    private static Set<String> customers(Dataset part) {
        return part.examples().stream()
                .map(example -> String.valueOf(example.info().metadata().get("group")))
                .collect(Collectors.toSet());
    }

    @Test
    void solvedSince_emptyAnswer_isRefusedWithItsRow() throws SQLException {
        execute("UPDATE tickets SET answer = ' ' WHERE id = 40");

        assertThatThrownBy(() -> DatasetFromQuery.solvedSince(database, LocalDate.of(2026, 1, 1)))
                .isInstanceOf(UnacceptableDatasetException.class)
                .hasMessageContaining("empty_content");
    }
}
