package dev.finetuning.spring;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.journal.jdbc.JdbcJournal;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the journal that the properties name. */
final class Journals {
    private Journals() {}

    static Journal open(FineTuningProperties properties, ObjectProvider<DataSource> sources) {
        Path folder = properties.folder().resolve("journal");
        return switch (properties.journal().type()) {
            case MEMORY -> new InMemoryJournal();
            case FOLDER -> FileJournal.in(folder);
            case DATABASE -> in(source(sources), properties);
            case AUTO ->
                sources.stream().findAny().isPresent() ? in(source(sources), properties) : FileJournal.in(folder);
        };
    }

    private static DataSource source(ObjectProvider<DataSource> sources) {
        DataSource source = sources.getIfUnique();
        if (source == null) {
            throw new IllegalStateException("the journal needs one DataSource bean, or one that is primary: there are "
                    + sources.stream().count()
                    + "; otherwise define a Journal bean or set fine-tuning.journal.type=folder");
        }
        return source;
    }

    private static Journal in(DataSource source, FineTuningProperties properties) {
        if (properties.journal().createTables()) {
            JdbcJournal.createTables(source);
        }
        return JdbcJournal.over(source);
    }
}
