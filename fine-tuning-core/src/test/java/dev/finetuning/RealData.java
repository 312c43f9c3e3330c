package dev.finetuning;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the real data that some tests read where it is present; it is no part of the project. */
public final class RealData {
    private RealData() {}

    /** A file in {@code shared/data} of this folder or one above; without it the test is skipped, aloud. */
    public static Path file(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path file = folder.resolve("shared/data").resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
            folder = folder.getParent();
        }
        Assumptions.abort("skipped: there is no shared/data/" + name + " in this folder or above");
        throw new AssertionError("abort always throws");
    }
}
