package dev.finetuning.journal.file;

import dev.finetuning.internal.io.FilePermissions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The machine's own file system. Files are private to their owner, unless the folder is shared with its group. */
final class LocalDisk implements Disk {
    private final FilePermissions permissions;
    private final OpenFiles openFiles;

    LocalDisk(Path folder) throws IOException {
        this(folder, OpenFiles.SHARED);
    }

    LocalDisk(Path folder, OpenFiles openFiles) throws IOException {
        permissions = FilePermissions.of(folder);
        this.openFiles = openFiles;
    }

    @Override
    public Store open(Path file) throws IOException {
        if (!exists(file)) {
            create(file);
        }
        return new LocalStore(file, openFiles);
    }

    private void create(Path file) throws IOException {
        try {
            permissions.create(file);
        } catch (FileAlreadyExistsException somebodyElseDid) {
            exists(file);
        }
        forceFolder(file);
    }

    @Override
    public Head head(Path file) throws IOException {
        if (!exists(file)) {
            create(file);
        }
        return new MappedHead(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new IOException(file.getFileName() + " is not a regular file");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public byte[] readAll(Path file) throws IOException {
        return Uninterrupted.call(() -> Files.readAllBytes(file));
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        permissions.replace(file, content);
    }

    /** A new name is only durable once its folder is; some systems do not let folders be opened. */
    private static void forceFolder(Path file) {
        try {
            Uninterrupted.call(() -> {
                try (FileChannel folder = FileChannel.open(file.getParent())) {
                    folder.force(true);
                    return folder;
                }
            });
        } catch (IOException unsupported) {
            // such systems make names durable themselves
        }
    }
}
