package dev.finetuning.spring;

import dev.finetuning.content.ContentStore;
import dev.finetuning.content.FolderContentStore;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.journal.jdbc.JdbcContentStore;
import dev.finetuning.journal.jdbc.JdbcJournal;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the journal that the properties name, and the store for what is too large for it. */
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
        return source(sources, "the journal", "Journal bean or set fine-tuning.journal.type=folder");
    }

    private static DataSource source(ObjectProvider<DataSource> sources, String who, String otherwise) {
        DataSource source = sources.getIfUnique();
        if (source == null) {
            throw new IllegalStateException(who + " needs one DataSource bean, or one that is primary: there are "
                    + sources.stream().count() + "; otherwise define a " + otherwise);
        }
        return source;
    }

    static ContentStore contents(FineTuningProperties properties, Journal journal, ObjectProvider<DataSource> sources) {
        Path folder = properties.folder().resolve("runs");
        return switch (properties.runs().data()) {
            case FOLDER -> FolderContentStore.in(folder);
            case DATABASE -> contents(sources, properties);
            case AUTO ->
                journal instanceof JdbcJournal && sources.getIfUnique() != null
                        ? contents(sources, properties)
                        : FolderContentStore.in(folder);
        };
    }

    private static ContentStore contents(ObjectProvider<DataSource> sources, FineTuningProperties properties) {
        DataSource source =
                source(sources, "the data of runs", "ContentStore bean or set fine-tuning.runs.data=folder");
        createTables(source, properties);
        return JdbcContentStore.over(source);
    }

    private static void createTables(DataSource source, FineTuningProperties properties) {
        if (properties.journal().createTables()) {
            JdbcJournal.createTables(source);
        }
    }

    private static Journal in(DataSource source, FineTuningProperties properties) {
        createTables(source, properties);
        return JdbcJournal.over(source);
    }
}
