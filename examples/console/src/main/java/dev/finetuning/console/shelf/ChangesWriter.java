package dev.finetuning.console.shelf;

import dev.finetuning.quality.remedy.Change;
import dev.finetuning.quality.remedy.ChangesFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes what a remedy changed when it made a revision into a file beside it, which appears at the end or not at all. */
final class ChangesWriter implements Closeable {
    private final Path file;
    private final Path part;
    private final OutputStream out;

    ChangesWriter(Path revision) throws IOException {
        file = of(revision);
        part = RevisionFiles.part(file);
        out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
    }

    /** Where it is kept. */
    static Path of(Path revision) {
        return revision.resolveSibling(revision.getFileName() + ".changes");
    }

    void add(Change change) throws IOException {
        out.write(ChangesFile.line(change));
    }

    void end() throws IOException {
        out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
