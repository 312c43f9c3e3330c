package dev.finetuning.adapter.http;

import dev.finetuning.internal.io.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file that content is read into. It goes when the stream of its content is closed, or without one. */
final class DownloadedFile implements AutoCloseable {
    private final Path path;
    private boolean handedOver;

    private DownloadedFile(Path path) {
        this.path = path;
    }

    static DownloadedFile create() {
        try {
            return new DownloadedFile(TemporaryFiles.create());
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a temporary file", e);
        }
    }

    Path path() {
        return path;
    }

    /** The content, whose stream deletes the file when it is closed. */
    InputStream open() {
        try {
            InputStream content = Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
            handedOver = true;
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the temporary file " + path, e);
        }
    }

    /** Deletes the file, unless its content was handed over. */
    @Override
    public void close() {
        try {
            if (!handedOver) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete the temporary file " + path, e);
        }
    }
}
