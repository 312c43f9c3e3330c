package dev.finetuning.openweights.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of a pipeline. Training data lies there, which is nobody else's business. */
public final class PrivateFolder {
    private PrivateFolder() {}

    /** The folder, made for its owner alone unless it exists. */
    public static Path at(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Path parent = absolute.getParent();
        if (!Files.exists(absolute) && parent != null) {
            Files.createDirectories(parent);
            create(absolute);
        }
        return absolute.toRealPath();
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException anotherProcessWasQuicker) {
            // it made the same
        }
    }
}
