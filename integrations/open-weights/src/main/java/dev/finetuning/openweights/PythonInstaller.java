package dev.finetuning.openweights;

import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.internal.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Installs an environment; not thread-safe. */
public final class PythonInstaller {
    private static final String DONE = "fine-tuning-installed";

    private final Path folder;
    private String python = "python3";
    private String uv = "uv";
    private String requirements = PythonEnvironment.requirements();
    private List<String> arguments = List.of();
    private Consumer<String> progress = line -> {};

    PythonInstaller(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** The interpreter to start from, 3.10 or later; {@code python3} by default. */
    public PythonInstaller python(String command) {
        python = Objects.requireNonNull(command);
        return this;
    }

    /**
     * The command of uv, which installs in a minute what takes pip several; {@code uv} by default. Where it
     * cannot be run, pip installs.
     */
    public PythonInstaller uv(String command) {
        uv = Objects.requireNonNull(command);
        return this;
    }

    /** Other packages than {@link PythonEnvironment#requirements}, in the form of a requirements file. */
    public PythonInstaller requirements(String lines) {
        requirements = Objects.requireNonNull(lines);
        return this;
    }

    /**
     * More arguments for the installation, the same for uv and pip: {@code --extra-index-url} with PyTorch's own
     * index for a CPU or another CUDA, say.
     */
    public PythonInstaller arguments(List<String> more) {
        arguments = List.copyOf(more);
        return this;
    }

    /** Hears every line that the installation prints; by default nobody does. */
    public PythonInstaller progress(Consumer<String> listener) {
        progress = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * The environment, installed unless that was done before with the same requirements. Several gigabytes come
     * over the network. Of several processes one installs, the others wait for it.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if the installation fails; the next one goes on
     */
    public PythonEnvironment install() {
        try {
            Files.createDirectories(folder);
            Path lockFile = folder.resolve("install.lock");
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                installOnce();
                lock.release();
            } catch (OverlappingFileLockException e) {
                throw Faults.process("install environment", "another thread installs it already", e);
            }
            return PythonEnvironment.at(folder);
        } catch (IOException e) {
            throw Faults.disk("install environment", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.process("install environment", "interrupted", e);
        }
    }

    private void installOnce() throws IOException, InterruptedException {
        String wanted = Sha256.hex(requirements + "\n" + arguments);
        Path done = folder.resolve(DONE);
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return;
        }
        Path file = folder.resolve(PythonEnvironment.REQUIREMENTS);
        AtomicFile.writeText(file, requirements);
        boolean quick = canRun(uv);
        String interpreter = PythonEnvironment.interpreter(folder).toString();
        if (!Files.exists(PythonEnvironment.interpreter(folder))) {
            run(
                    quick
                            ? List.of(uv, "venv", "--allow-existing", "--python", python, folder.toString())
                            : List.of(python, "-m", "venv", folder.toString()));
        }
        List<String> command = new ArrayList<>(
                quick
                        ? List.of(uv, "pip", "install", "--python", interpreter, "-r", file.toString())
                        : List.of(interpreter, "-m", "pip", "install", "-r", file.toString()));
        command.addAll(arguments);
        run(command);
        AtomicFile.writeText(done, wanted);
    }

    private static boolean canRun(String command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        progress.accept(String.join(" ", command));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw Faults.process(
                    "install environment", command.get(0) + " cannot be run; install it, or name another", e);
        }
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.accept(line);
                last = line.isBlank() ? last : line;
            }
        } finally {
            // where the reading broke off
            process.destroy();
        }
        int code = process.waitFor();
        if (code != 0) {
            throw Faults.process(
                    "install environment",
                    String.join(" ", command) + " ended with exit code " + code + ": " + last,
                    null);
        }
    }
}
