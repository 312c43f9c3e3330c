package dev.finetuning.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data that is not part of the project; tests that read it skip, saying so, where it is absent. */
final class SharedData {
    private SharedData() {}

    static Path file(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared").resolve("data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return Assumptions.abort("skipped: no folder shared/data with " + name + " above the working directory");
    }
}
