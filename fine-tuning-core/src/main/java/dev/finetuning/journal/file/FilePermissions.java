package dev.finetuning.journal.file;

import dev.finetuning.internal.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read and write the files of a journal: their owner alone, or its group too where the folder lets
 * the group write. All files of a folder have the same permissions; where the system has none, none are set.
 */
final class FilePermissions {
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> GROUP = PosixFilePermissions.fromString("rw-rw----");

    private final FileAttribute<?>[] attributes;

    private FilePermissions(FileAttribute<?>... attributes) {
        this.attributes = attributes;
    }

    /** The permissions of files in a folder. */
    static FilePermissions of(Path folder) throws IOException {
        if (!posix(folder)) {
            return new FilePermissions();
        }
        boolean shared = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.GROUP_WRITE);
        return new FilePermissions(PosixFilePermissions.asFileAttribute(shared ? GROUP : OWNER));
    }

    /** Makes a folder that only its owner may enter, unless it exists. */
    static Path createFolder(Path folder) throws IOException {
        return posix(folder)
                ? Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER))
                : Files.createDirectories(folder);
    }

    private static boolean posix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Makes an empty file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one, or a link of that name
     */
    void create(Path file) throws IOException {
        AtomicFile.create(file, attributes);
    }

    void replace(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, out -> out.write(content), attributes);
    }
}
