package dev.finetuning.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The contents of a provider's files in a temporary folder, so that their size does not matter. Thread-safe. */
public final class ContentFolder implements AutoCloseable {
    private final Path folder;
    private final AtomicLong contents = new AtomicLong();

    /** An empty folder. */
    public ContentFolder() {
        try {
            folder = Files.createTempDirectory("sandbox-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path for a new content; nothing is there yet. */
    public Path newContent() {
        return folder.resolve("content-" + contents.incrementAndGet());
    }

    /** A new content of these lines. */
    public Path write(List<String> lines) {
        try {
            return Files.write(newContent(), lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes a content has. */
    public static long size(Path content) {
        try {
            return Files.size(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a content. */
    public static List<String> lines(Path content) {
        try {
            return Files.readString(content).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes everything. */
    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
