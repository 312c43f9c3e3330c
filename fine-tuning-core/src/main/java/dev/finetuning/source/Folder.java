package dev.finetuning.source;

import dev.finetuning.source.internal.LookAhead;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All files of a folder that match a glob pattern, in the order of their names. Each record has its own
 * file as its origin. Sub-folders are ignored.
 */
public final class Folder implements RecordSource {
    private final Path folder;
    private final String glob;
    private final Function<Path, RecordSource> reader;

    private Folder(Path folder, String glob, Function<Path, RecordSource> reader) {
        this.folder = folder;
        this.glob = glob;
        this.reader = reader;
    }

    /**
     * A source that reads the files of a folder.
     *
     * @param glob the pattern of file names, such as <code>*.jsonl</code>
     * @param reader how to read each file: {@code JsonLines::of}
     */
    public static Folder of(Path folder, String glob, Function<Path, RecordSource> reader) {
        return new Folder(folder, glob, reader);
    }

    /**
     * The files, by name.
     *
     * @throws UnreadableSourceException if the path is not a folder, or no file matches
     */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)) {
                    files.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UnreadableSourceException(
                    "missing_folder",
                    name(),
                    0,
                    "There is no such folder, or it is not readable.",
                    "Check the path.",
                    e);
        }
        if (files.isEmpty()) {
            throw new UnreadableSourceException(
                    "empty_source", name(), 0, "No file in it matches " + glob + ".", "Check the pattern.");
        }
        Collections.sort(files);
        return files;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public OptionalLong bytes() {
        return files().stream().map(file -> reader.apply(file).bytes()).reduce(OptionalLong.of(0), Folder::sum);
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
    }

    @Override
    public Records open() {
        return new Chain(files().iterator());
    }

    /** One file after another, each opened when the one before it has ended. */
    private final class Chain extends LookAhead {
        private final Iterator<Path> files;
        private @Nullable Records current;
        private long before;

        private Chain(Iterator<Path> files) {
            this.files = files;
        }

        @Override
        @Nullable
        protected ReadResult advance() {
            while (true) {
                Records open = current;
                if (open != null && open.hasNext()) {
                    return open.next();
                }
                if (open != null) {
                    before += open.consumed();
                    open.close();
                    current = null;
                }
                if (!files.hasNext()) {
                    return null;
                }
                current = reader.apply(files.next()).open();
            }
        }

        @Override
        public long consumed() {
            Records open = current;
            return before + (open == null ? 0 : open.consumed());
        }

        @Override
        public void close() {
            Records open = current;
            if (open != null) {
                open.close();
            }
        }
    }
}
