package dev.finetuning.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read and write what the library stores: its owner alone, or its group too where the folder lets the group
 * write. All files of a folder have the same permissions; where the system has none, none are set.
 */
public final class FilePermissions {
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> GROUP_FOLDER = PosixFilePermissions.fromString("rwxrwx---");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> GROUP = PosixFilePermissions.fromString("rw-rw----");

    private final FileAttribute<?>[] attributes;

    private FilePermissions(FileAttribute<?>... attributes) {
        this.attributes = attributes;
    }

    /** The permissions of files in a folder. */
    public static FilePermissions of(Path folder) throws IOException {
        return posix(folder)
                ? new FilePermissions(PosixFilePermissions.asFileAttribute(shared(folder) ? GROUP : OWNER))
                : new FilePermissions();
    }

    private static boolean shared(Path folder) throws IOException {
        return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.GROUP_WRITE);
    }

    /** Makes a folder that only its owner may enter, unless it exists. */
    public static Path createFolder(Path folder) throws IOException {
        return posix(folder)
                ? Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER))
                : Files.createDirectories(folder);
    }

    /** Makes a folder in another, unless it exists: for the group too where the other one lets the group write. */
    public static Path createFolderIn(Path parent, String name) throws IOException {
        Path folder = parent.resolve(name);
        if (!posix(parent) || Files.isDirectory(folder)) {
            return Files.createDirectories(folder);
        }
        Set<PosixFilePermission> permissions = shared(parent) ? GROUP_FOLDER : OWNER_FOLDER;
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(permissions));
        Files.setPosixFilePermissions(folder, permissions);
        return folder;
    }

    private static boolean posix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Makes an empty file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one, or a link of that name
     */
    public void create(Path file) throws IOException {
        AtomicFile.create(file, attributes);
    }

    /** Writes or replaces a file in one step. */
    public void replace(Path file, byte[] content) throws IOException {
        replace(file, out -> out.write(content));
    }

    /** Writes or replaces a file in one step, piece by piece. */
    public void replace(Path file, AtomicFile.Content content) throws IOException {
        AtomicFile.write(file, content, attributes);
    }
}
