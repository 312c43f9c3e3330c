package dev.finetuning.quickstart;

import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import java.io.PrintStream;

/** Puts the previous version back into production. */
final class Rollback {
    private Rollback() {}

    static void run(Options options, PrintStream out) {
        String name = options.text(Option.ROLLBACK, "");
        try (FileJournal journal = FileJournal.in(Workspace.journal(options))) {
            JournaledModelRegistry registry = JournaledModelRegistry.open(journal);
            ModelVersion version = registry.rollback(
                    name, Alias.PRODUCTION, Author.of(Workspace.author(options), "requested with --rollback"));
            out.println(version.id() + " is in production again");
        }
    }
}
