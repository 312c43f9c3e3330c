package dev.finetuning.internal.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.function.Supplier;

/** Writes a temporary file, forces it to disk and moves it into place in one step. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        /** Writes it to a buffered stream, which need not be closed. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes or replaces a file; its folder is made where it is missing. Nobody ever sees half of it.
     *
     * @param attributes what the new file gets, whatever the process's umask
     * @throws IOException if that fails; what was there before is untouched then
     */
    public static void write(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        write(beside(file), content, () -> file, attributes);
    }

    /**
     * Writes or replaces a file in a folder, whose name is known only when its content is written.
     *
     * @throws IOException if that fails; what was there before is untouched then
     */
    public static Path writeIn(Path folder, Content content, Supplier<String> name) throws IOException {
        return write(beside(folder.resolve("file")), content, () -> folder.resolve(name.get()));
    }

    private static Path write(Path temporary, Content content, Supplier<Path> file, FileAttribute<?>... attributes)
            throws IOException {
        Path place;
        try {
            create(temporary, attributes);
            fill(temporary, content);
            place = file.get();
            move(temporary, place);
        } finally {
            Files.deleteIfExists(temporary);
        }
        force(temporary);
        return place;
    }

    /**
     * The name for a temporary file beside another, in whose folder it can be moved in one step: a new one
     * each time, which nobody can guess. The folder is made where it is missing.
     */
    private static Path beside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file");
        }
        Files.createDirectories(folder);
        return TemporaryFiles.in(folder);
    }

    /**
     * Makes an empty file where nothing is, not even a link.
     *
     * @param attributes what it gets, whatever the process's umask
     * @throws java.nio.file.FileAlreadyExistsException if something has that name
     */
    public static void create(Path file, FileAttribute<?>... attributes) throws IOException {
        Files.createFile(file, attributes);
        for (FileAttribute<?> attribute : attributes) {
            Files.setAttribute(file, attribute.name(), attribute.value());
        }
    }

    /**
     * Writes or replaces a file with a text in UTF-8.
     *
     * @throws IOException if that fails; what was there before is untouched then
     */
    public static void writeText(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the move itself durable; file systems that cannot open a folder are left alone. */
    private static void force(Path moved) {
        Path folder = moved.getParent();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Windows opens no folders; the move is as durable there as it gets
        }
    }
}
