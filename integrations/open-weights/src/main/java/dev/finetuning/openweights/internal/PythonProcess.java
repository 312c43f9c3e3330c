package dev.finetuning.openweights.internal;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a Python interpreter is started: with its own packages alone, and with its bytecode kept. */
public final class PythonProcess {
    private static final File NOTHING = new File("/dev/null");

    private PythonProcess() {}

    /** A process of that interpreter; its standard input is empty unless that is changed. */
    public static ProcessBuilder of(Path python, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString(), "-u"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectInput(NOTHING);
        process.environment().keySet().removeAll(List.of("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"));
        process.environment().put("PYTHONNOUSERSITE", "1");
        process.environment().put("PYTHONIOENCODING", "utf-8");
        return process;
    }
}
