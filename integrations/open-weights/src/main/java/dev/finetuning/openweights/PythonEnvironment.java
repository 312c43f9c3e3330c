package dev.finetuning.openweights;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import dev.finetuning.openweights.internal.Scripts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A Python interpreter with the packages that training needs: one that exists already ({@link #at}), or one made once
 * on request ({@link #installer}). Linux and macOS. Immutable.
 */
public final class PythonEnvironment {
    private static final String REQUIREMENTS = "requirements.txt";

    private final Path python;

    private PythonEnvironment(Path python) {
        this.python = python;
    }

    /**
     * An environment that exists.
     *
     * @param place the interpreter, or the folder of a virtual environment
     * @throws IllegalArgumentException if there is no program that can be run
     */
    public static PythonEnvironment at(Path place) {
        Path python = Files.isDirectory(place) ? interpreter(place) : place;
        if (!Files.isExecutable(python) || Files.isDirectory(python)) {
            throw new IllegalArgumentException("there is no Python interpreter at " + python
                    + "; name an interpreter or the folder of a virtual environment");
        }
        return new PythonEnvironment(python.toAbsolutePath());
    }

    /** Starts the installation of an environment in a folder of its own. */
    public static Installer installer(Path folder) {
        return new Installer(folder);
    }

    /** The packages and versions that this library was tested with, as a requirements file. */
    public static String requirements() {
        try {
            return Scripts.text(REQUIREMENTS);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is not whole", e);
        }
    }

    private static Map<String, String> pinned() {
        return requirements()
                .lines()
                .filter(line -> line.contains("=="))
                .map(line -> line.split("=="))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> pair[1], (first, second) -> first, LinkedHashMap::new));
    }

    private static Path interpreter(Path environment) {
        return environment.resolve("bin").resolve("python");
    }

    /** The interpreter. */
    public Path python() {
        return python;
    }

    /**
     * What an environment has.
     *
     * @param python the interpreter's version
     * @param versions the versions of the packages that training needs, where they are installed
     * @param device {@code "cuda"} where PyTorch sees a GPU, else {@code "cpu"}
     * @param freeMemoryBytes the device's free memory
     * @param missing what stands in the way of training, each with what to do about it
     * @param untested packages whose versions differ from those of {@link PythonEnvironment#requirements}
     */
    public record Report(
            String python,
            Map<String, String> versions,
            String device,
            long freeMemoryBytes,
            List<String> missing,
            List<String> untested) {
        /** Copies the collections. */
        public Report {
            versions = Map.copyOf(versions);
            missing = List.copyOf(missing);
            untested = List.copyOf(untested);
        }

        /** Whether training can start. */
        public boolean complete() {
            return missing.isEmpty();
        }
    }

    /**
     * Looks at the environment; importing PyTorch to find the device takes a few seconds.
     *
     * @throws dev.finetuning.provider.ProviderFaultException if the interpreter does not answer
     */
    public Report check() {
        return report("--device");
    }

    /** The same without the device, in a fraction of a second. */
    Report versions() {
        return report("--versions");
    }

    private Report report(String what) {
        try {
            Process process = PythonProcess.of(python, "-c", Scripts.text("fine_tuning_check.py"), what)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] told = process.getInputStream().readAllBytes();
            process.waitFor();
            return report(WireObject.parse(told));
        } catch (IOException e) {
            throw Faults.process(
                    "check environment",
                    python + " does not answer as a Python interpreter of version 3.10 or later",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.process("check environment", "interrupted", e);
        }
    }

    private Report report(WireObject told) {
        Map<String, String> versions = new LinkedHashMap<>();
        WireObject found = told.object("versions");
        List<String> missing = new ArrayList<>();
        List<String> untested = new ArrayList<>();
        pinned().forEach((name, wanted) -> found.text(name)
                .ifPresentOrElse(
                        version -> {
                            versions.put(name, version);
                            if (!version.split("\\+", 2)[0].equals(wanted)) {
                                untested.add(name + " " + version + ", tested with " + wanted);
                            }
                        },
                        () -> missing.add(
                                name + " is not installed: " + python + " -m pip install " + name + "==" + wanted)));
        told.text("broken").ifPresent(missing::add);
        return new Report(
                told.text("python", ""),
                versions,
                told.text("device", "cpu"),
                told.integer("free_memory_bytes").orElse(0),
                missing,
                untested);
    }

    /** The interpreter. */
    @Override
    public String toString() {
        return "PythonEnvironment[" + python + "]";
    }

    /** Installs an environment; not thread-safe. */
    public static final class Installer {
        private static final String DONE = "fine-tuning-installed";

        private final Path folder;
        private String python = "python3";
        private String uv = "uv";
        private String requirements = PythonEnvironment.requirements();
        private List<String> arguments = List.of();
        private Consumer<String> progress = line -> {};

        private Installer(Path folder) {
            this.folder = folder.toAbsolutePath();
        }

        /** The interpreter to start from, 3.10 or later; {@code python3} by default. */
        public Installer python(String command) {
            python = Objects.requireNonNull(command);
            return this;
        }

        /**
         * The command of uv, which installs in a minute what takes pip several; {@code uv} by default. Where it
         * cannot be run, pip installs.
         */
        public Installer uv(String command) {
            uv = Objects.requireNonNull(command);
            return this;
        }

        /** Other packages than {@link PythonEnvironment#requirements}, in the form of a requirements file. */
        public Installer requirements(String lines) {
            requirements = Objects.requireNonNull(lines);
            return this;
        }

        /**
         * More arguments for the installation, the same for uv and pip: {@code --extra-index-url} with PyTorch's own
         * index for a CPU or another CUDA, say.
         */
        public Installer arguments(List<String> more) {
            arguments = List.copyOf(more);
            return this;
        }

        /** Hears every line that the installation prints; by default nobody does. */
        public Installer progress(Consumer<String> listener) {
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
                return at(folder);
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
            Path file = folder.resolve(REQUIREMENTS);
            AtomicFile.writeText(file, requirements);
            boolean quick = canRun(uv);
            String interpreter = interpreter(folder).toString();
            if (!Files.exists(interpreter(folder))) {
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
}
