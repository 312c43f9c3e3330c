package dev.finetuning.quickstart;

import dev.finetuning.quickstart.Options.Option;
import java.nio.file.Path;

/** Where things go. */
final class Workspace {
    private Workspace() {}

    static Path folder(Options options) {
        return options.path(Option.OUTPUT).orElse(Path.of("fine-tuning"));
    }

    static Path journal(Options options) {
        return folder(options).resolve("journal");
    }

    static String author(Options options) {
        return options.text(Option.BY, System.getProperty("user.name", "quickstart"));
    }
}
