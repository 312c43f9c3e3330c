package dev.finetuning.quickstart;

import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.registry.Alias;
import dev.finetuning.registry.By;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelVersion;
import java.io.PrintStream;

/** Puts the previous version back into production. */
final class Rollback {
    private Rollback() {}

    static void run(Options options, PrintStream out) {
        String name = options.text(Option.ROLLBACK, "");
        try (FileJournal journal = FileJournal.in(Workspace.journal(options))) {
            JournaledModelRegistry registry = JournaledModelRegistry.open(journal);
            ModelVersion version =
                    registry.rollback(name, Alias.PRODUCTION, By.of(Workspace.author(options), "asked for by hand"));
            out.println(version.id() + " is in production again");
        }
    }
}
