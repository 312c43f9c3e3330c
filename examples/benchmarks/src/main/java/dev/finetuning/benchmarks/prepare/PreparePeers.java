package dev.finetuning.benchmarks.prepare;

import com.knuddels.jtokkit.Encodings;
import dev.finetuning.benchmarks.Folders;
import dev.finetuning.benchmarks.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one would prepare data with in Python, each in an environment of its own that is made on demand. */
final class PreparePeers {
    private static final Path SCRIPT =
            Path.of("examples/benchmarks/src/main/python/prepare_peers.py").toAbsolutePath();

    /** Where the environments are kept from one run to the next. */
    private static final Path ENVIRONMENTS =
            Path.of("examples/benchmarks/target/peers").toAbsolutePath();

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
            Path python = environment(peer, packages);
            List<String> lines = Programs.lines(
                    List.of(
                            python.toString(),
                            SCRIPT.toString(),
                            peer,
                            file.toString(),
                            work.toString(),
                            workers,
                            jar()),
                    folder);
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

    private Path environment(String peer, String... packages) throws IOException, InterruptedException {
        Path environment = ENVIRONMENTS.resolve(peer);
        Path python = environment.resolve("bin/python");
        Path complete = environment.resolve("complete");
        if (!Files.exists(complete)) {
            Programs.lines(List.of("python3", "-m", "venv", environment.toString()), folder);
            List<String> install = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
            install.addAll(List.of(packages));
            Programs.lines(install, folder);
            Files.createFile(complete);
        }
        return python;
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
