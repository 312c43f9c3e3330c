package dev.finetuning.openweights;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.PythonProcess;
import dev.finetuning.openweights.internal.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Python interpreter with the packages that training needs: one that exists already ({@link #at}), or one made once
 * on request ({@link #installer}). Linux and macOS. Immutable.
 */
public final class PythonEnvironment {
    static final String REQUIREMENTS = "requirements.txt";

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
    public static PythonInstaller installer(Path folder) {
        return new PythonInstaller(folder);
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

    static Path interpreter(Path environment) {
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
}
