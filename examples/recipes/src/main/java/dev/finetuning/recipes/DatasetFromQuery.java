package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.quality.Checks;
import dev.finetuning.source.JdbcQuery;
import java.time.LocalDate;
import javax.sql.DataSource;

/** Support tickets of a database become a checked dataset; rows are streamed, parameters are bound. */
public final class DatasetFromQuery {
    private static final String SOLVED_TICKETS = """
            SELECT question, answer, topic, customer_id
            FROM tickets
            WHERE solved AND closed_on >= ?
            ORDER BY id""";

    private DatasetFromQuery() {}

    /** Everything solved since a day. One customer's tickets stay on one side of any split. */
    public static Dataset solvedSince(DataSource database, LocalDate day) {
        ColumnMapping columns = ColumnMapping.user("question")
                .assistant("answer")
                .category("topic")
                .group("customer_id")
                .systemText("You answer for Acme's support desk.");
        Dataset tickets = Dataset.builder("tickets")
                .add(JdbcQuery.of("tickets", database, SOLVED_TICKETS, day), columns)
                .build();
        Checks.standard().run(tickets).requireNoErrors();
        return tickets;
    }
}
