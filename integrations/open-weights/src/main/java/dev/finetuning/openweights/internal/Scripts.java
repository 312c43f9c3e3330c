package dev.finetuning.openweights.internal;

import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Python files of this jar, laid out in a folder. Its name holds the files' hash, so that a later version of
 * the library does not change what a running worker reads.
 */
public final class Scripts {
    private static final List<String> OURS = List.of(
            "fine_tuning_worker.py",
            "fine_tuning_server.py",
            "fine_tuning_preview.py",
            "fine_tuning_export.py",
            "fine_tuning_target.py",
            "fine_tuning_base.py",
            "fine_tuning_rows.py",
            "fine_tuning_job.py",
            "fine_tuning_launch.py",
            "fine_tuning_main.py");
    private static final String HOME = "/dev/finetuning/openweights/";

    private final String worker;
    private final String server;
    private final String preview;
    private final String export;

    private Scripts(String worker, String server, String preview, String export) {
        this.worker = worker;
        this.server = server;
        this.preview = preview;
        this.export = export;
    }

    /** The scripts that train, answer, show what is trained on, and export. */
    public static Scripts real() {
        return new Scripts(OURS.get(0), OURS.get(1), OURS.get(2), OURS.get(3));
    }

    /** Other scripts, which stand beside the real ones and use them. */
    public static Scripts of(String worker, String server, String preview, String export) {
        return new Scripts(worker, server, preview, export);
    }

    /** Where the scripts lie. */
    public record Places(Path worker, Path server, Path preview, Path export) {}

    /** Lays them out, unless they are there already. */
    public Places in(Path root) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : OURS) {
            texts.put(name, text(name));
        }
        for (String name : List.of(worker, server, preview, export)) {
            texts.put(name, text(name));
        }
        Path folder = root.resolve(
                "bin-" + Sha256.hex(String.join("\0", texts.values())).substring(0, 12));
        for (Map.Entry<String, String> script : texts.entrySet()) {
            Path file = folder.resolve(script.getKey());
            if (!Files.exists(file)) {
                AtomicFile.writeText(file, script.getValue());
            }
        }
        return new Places(
                folder.resolve(worker), folder.resolve(server), folder.resolve(preview), folder.resolve(export));
    }

    /** A file of this jar. */
    public static String text(String name) throws IOException {
        try (InputStream in = Scripts.class.getResourceAsStream(HOME + name)) {
            if (in == null) {
                throw new FileNotFoundException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
