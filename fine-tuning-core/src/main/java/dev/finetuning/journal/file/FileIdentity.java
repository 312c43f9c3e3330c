package dev.finetuning.journal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a name leads to: its device and inode, where the system has them. Elsewhere open files cannot
 * be deleted, and any file of that name counts as the same.
 */
record FileIdentity(@Nullable Object key) {
    static FileIdentity of(Path file) throws IOException {
        return new FileIdentity(attributes(file).fileKey());
    }

    /** Whether the name leads to this file, and it has at least that many bytes. */
    boolean isAt(Path file, long leastSize) throws IOException {
        try {
            BasicFileAttributes found = attributes(file);
            return Objects.equals(key, found.fileKey()) && found.size() >= leastSize;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
