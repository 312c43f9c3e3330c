package dev.finetuning.benchmarks;

import com.knuddels.jtokkit.Encodings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    Optional<Double> seconds(String peer, String... packages) throws InterruptedException {
        Path work = folder.resolve(peer);
        try {
            Path python = environment(peer, packages);
            List<String> lines = lines(
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
            delete(work);
        }
    }

    private Path environment(String peer, String... packages) throws IOException, InterruptedException {
        Path environment = ENVIRONMENTS.resolve(peer);
        Path python = environment.resolve("bin/python");
        Path complete = environment.resolve("complete");
        if (!Files.exists(complete)) {
            lines(List.of("python3", "-m", "venv", environment.toString()), folder);
            List<String> install = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
            install.addAll(List.of(packages));
            lines(install, folder);
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

    /**
     * Runs a command in a folder and hands back what it printed.
     *
     * @throws IOException if it fails, with the last line it printed
     */
    static List<String> lines(List<String> command, Path folder) throws IOException, InterruptedException {
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

    /** Deletes a folder with all that is in it, as far as that is possible. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println(folder + " is left: " + e.getMessage());
        }
    }
}
