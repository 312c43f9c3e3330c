package dev.finetuning.eval;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data that is not part of the project; tests on it are skipped, saying so, where it is absent. */
final class SharedData {
    private SharedData() {}

    static Path file(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("shared/data").resolve(name))) {
            folder = folder.getParent();
        }
        assumeThat(folder)
                .as("no shared/data/" + name + " in or above the working directory: skipped")
                .isNotNull();
        return folder.resolve("shared/data").resolve(name);
    }
}
