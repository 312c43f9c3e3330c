package dev.finetuning.openweights.internal.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a file that another process writes, as they become whole. Not thread-safe. */
final class GrowingLines implements AutoCloseable {
    private final InputStream in;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /** Lines of a file that is there. */
    GrowingLines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** The lines that have become whole since the last call. */
    List<String> more() throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte each : in.readAllBytes()) {
            if (each == '\n') {
                lines.add(begun.toString(StandardCharsets.UTF_8));
                begun.reset();
            } else {
                begun.write(each);
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
