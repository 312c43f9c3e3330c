package dev.finetuning.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one would use from Python: environments that are made on demand, from PyPI, and scripts of ours. */
public final class PythonPeers {
    private static final Path SCRIPTS =
            Path.of("examples/benchmarks/src/main/python").toAbsolutePath();

    /** Where the environments are kept from one run to the next. */
    private static final Path ENVIRONMENTS =
            Path.of("examples/benchmarks/target/peers").toAbsolutePath();

    private PythonPeers() {}

    /**
     * The command that runs a script of ours in an environment of its own.
     *
     * @param peer the environment's name
     * @param folder for what the installation prints
     * @throws IOException if there is no Python, or PyPI does not answer
     */
    public static List<String> command(String peer, String script, Path folder, String... packages)
            throws IOException, InterruptedException {
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
        return new ArrayList<>(
                List.of(python.toString(), SCRIPTS.resolve(script).toString()));
    }
}
