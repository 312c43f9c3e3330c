package dev.finetuning.mistral;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real files that lie beside the project where they are present; tests without them skip aloud. */
public final class SharedData {
    private SharedData() {}

    public static Path file(String relative) {
        Path found = find("shared/" + relative);
        assumeTrue(found != null, "skipped: no shared/" + relative + " above the working directory");
        return found;
    }

    private static Path find(String relative) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(relative);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
