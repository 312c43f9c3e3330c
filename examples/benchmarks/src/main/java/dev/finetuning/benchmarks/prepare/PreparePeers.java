package dev.finetuning.benchmarks.prepare;

import com.knuddels.jtokkit.Encodings;
import dev.finetuning.benchmarks.Folders;
import dev.finetuning.benchmarks.Programs;
import dev.finetuning.benchmarks.PythonPeers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What one would prepare data with in Python, each in an environment of its own that is made on demand. */
final class PreparePeers {
    private final Path file;
    private final Path folder;
    private final String workers;

    PreparePeers(Path file, Path folder, String workers) {
        this.file = file;
        this.folder = folder;
        this.workers = workers;
    }

    /** The seconds that a peer took; empty, and said aloud, where it cannot be run. */
    Optional<Double> seconds(String peer, String... packages) throws IOException, InterruptedException {
        Path work = folder.resolve(peer);
        try {
            List<String> command = PythonPeers.command(peer, "prepare_peers.py", folder, packages);
            command.addAll(List.of(peer, file.toString(), work.toString(), workers, jar()));
            List<String> lines = Programs.lines(command, folder);
            lines.stream().filter(line -> line.startsWith("version=")).forEach(System.out::println);
            return Optional.of(lines.stream()
                    .filter(line -> line.startsWith("seconds="))
                    .map(line -> Double.valueOf(line.substring("seconds=".length())))
                    .findFirst()
                    .orElseThrow(() -> new IOException("it did not say how long it took")));
        } catch (IOException e) {
            System.out.println(peer + " cannot be compared with: " + e.getMessage());
            return Optional.empty();
        } finally {
            Folders.delete(work);
        }
    }

    private static String jar() {
        String path = Encodings.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return new File(path).toString();
    }
}
