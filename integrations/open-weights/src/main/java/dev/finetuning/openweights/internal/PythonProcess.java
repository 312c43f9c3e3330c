package dev.finetuning.openweights.internal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a Python interpreter is started: with its own packages alone, and with its bytecode kept. */
public final class PythonProcess {
    private static final File NOTHING = new File("/dev/null");
    private static final int LAST_BYTES = 400;

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

    /**
     * Why a process ended that had not begun: the last line it wrote, which names the exception, and where the rest
     * is. A process that has begun has read what must not be told: its log is no part of a message.
     *
     * @param log where it wrote
     * @param before how many bytes were there before it started, written by others
     */
    public static String why(Path log, long before) {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(Math.max(before, Files.size(log) - LAST_BYTES));
            String end = new String(in.readNBytes(LAST_BYTES), StandardCharsets.UTF_8).strip();
            String line = end.substring(end.lastIndexOf('\n') + 1).strip();
            return line.isEmpty() ? "it wrote nothing to " + log : "it said: " + line + " (all of it in " + log + ")";
        } catch (IOException e) {
            return log + " says why";
        }
    }
}
