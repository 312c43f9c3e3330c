package dev.finetuning.source.internal;

import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.UnreadableSourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Bytes that can be opened, under a name. What no reader here can use (a directory, UTF-16, an archive)
 * is told by its first bytes, and one byte-order mark is taken off.
 */
public record Input(String name, Opener opener, OptionalLong bytes) {
    /** Opens the bytes again. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    public static Input of(Path path) {
        Opener opener = () -> {
            check(path);
            return Files.newInputStream(path);
        };
        return new Input(path.toString(), opener, sizeOf(path));
    }

    public static Input of(String name, byte[] bytes) {
        return new Input(name, () -> new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length));
    }

    /** A text; half surrogate pairs become bytes that the strict readers reject. */
    public static Input ofText(String text) {
        return new Input("text", () -> new Utf8Stream(new StringReader(text)), OptionalLong.empty());
    }

    /** A reader, which can be opened once. */
    public static Input of(String name, Reader reader) {
        return new Input(name, () -> new Utf8Stream(reader), OptionalLong.empty());
    }

    /** The bytes after the byte-order mark, unpacked if they were packed and limits allow it. */
    public InputStream open(ReadLimits limits) {
        try {
            InputStream raw = opener.open();
            try {
                return new Opening(name, limits).open(raw);
            } catch (IOException | UnreadableSourceException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(name, 0, e);
        }
    }

    public static UnreadableSourceException failed(String name, long line, IOException cause) {
        return new UnreadableSourceException(
                "unreadable_source",
                name,
                line,
                "Reading failed (" + cause.getClass().getSimpleName() + ").",
                "Check that the source exists, may be read and is complete.",
                cause);
    }

    private static OptionalLong sizeOf(Path path) {
        try {
            return OptionalLong.of(Files.size(path));
        } catch (IOException unknown) {
            return OptionalLong.empty();
        }
    }

    private static void check(Path path) {
        String name = path.toString();
        if (!Files.exists(path)) {
            throw new UnreadableSourceException(
                    "missing_file",
                    name,
                    0,
                    "There is no such file.",
                    "Check the path, seen from " + "the working directory.");
        }
        if (Files.isDirectory(path)) {
            throw new UnreadableSourceException(
                    "directory", name, 0, "This is a directory.", "Name a file in it, or read it as a Folder.");
        }
        if (!Files.isReadable(path)) {
            throw new UnreadableSourceException(
                    "no_permission", name, 0, "The file may not be read.", "Check its permissions.");
        }
    }
}
