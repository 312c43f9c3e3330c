package dev.finetuning.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What runs in a process of its own. */
public final class Programs {
    private Programs() {}

    /**
     * Runs a command in a folder and hands back what it printed.
     *
     * @throws IOException if it fails, with the last line it printed
     */
    public static List<String> lines(List<String> command, Path folder) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                List<String> said = Files.readAllLines(errors);
                throw new IOException(
                        command.get(0) + " failed: " + (said.isEmpty() ? "without a word" : said.get(said.size() - 1)));
            }
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }
}
