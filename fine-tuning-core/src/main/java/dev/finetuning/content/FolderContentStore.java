package dev.finetuning.content;

import dev.finetuning.internal.io.FilePermissions;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Contents in a folder, one file each. A file is forced to disk before it gets its name. The folder is created with
 * the first content, for its owner only; a folder that is there keeps its permissions. Thread-safe, also among
 * processes.
 */
public final class FolderContentStore implements ContentStore {
    private final Path folder;

    private FolderContentStore(Path folder) {
        this.folder = folder;
    }

    /** The contents of a folder, which need not exist. */
    public static FolderContentStore in(Path folder) {
        return new FolderContentStore(folder);
    }

    @Override
    public void put(String name, ContentSource content) {
        Path file = file(name);
        try {
            FilePermissions.of(FilePermissions.createFolder(folder)).replace(file, out -> {
                try (InputStream bytes = Source.of(content)) {
                    bytes.transferTo(out);
                }
            });
        } catch (UnreadableContent e) {
            throw new UncheckedIOException("cannot read the content to store as " + name, e);
        } catch (IOException e) {
            throw new ContentUnavailableException(name, "cannot be written to " + folder, e);
        }
    }

    @Override
    public byte[] read(String name, long offset, int limit) {
        ContentStore.checkRange(offset, limit);
        Path file = file(name);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long left = Math.max(0, channel.size() - offset);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(limit, left));
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // reads on
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        } catch (NoSuchFileException e) {
            throw new ContentLostException(name, "there is no such file in " + folder, e);
        } catch (IOException e) {
            throw new ContentUnavailableException(name, "cannot be read from " + folder, e);
        }
    }

    @Override
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new ContentUnavailableException(name, "cannot be removed from " + folder, e);
        }
    }

    private Path file(String name) {
        return folder.resolve(ContentStore.checkName(name));
    }

    /** Tells failures of what is read from those of what is written. */
    private static final class Source extends FilterInputStream {
        private Source(InputStream in) {
            super(in);
        }

        static Source of(ContentSource content) throws UnreadableContent {
            try {
                return new Source(content.open());
            } catch (IOException e) {
                throw new UnreadableContent(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw new UnreadableContent(e);
            }
        }
    }

    private static final class UnreadableContent extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableContent(IOException cause) {
            super(cause);
        }
    }
}
