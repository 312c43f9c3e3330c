package dev.finetuning.internal.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporary files whose names say which process writes them: its number and when it began. What a killed process left
 * is deleted by whoever next makes a temporary file in the same folder, once nobody has written to it for a day; a
 * file whose process is alive stays. Thread-safe.
 */
public final class TemporaryFiles {
    /** A process of another container has numbers of its own and seems dead; its files are at least this old. */
    static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private static final Pattern NAME = Pattern.compile("\\.fine-tuning-(\\d{1,18})-(\\d{1,18})-[0-9a-f-]{36}\\.part");
    private static final String GLOB = ".fine-tuning-*.part";
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final int MAX_FOLDERS = 1000;
    /** The start of a process is computed from the clock, which may have been set meanwhile. */
    private static final long SAME_START_MILLIS = 60_000;

    private static final String OURS = prefix(ProcessHandle.current());
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Map<Path, Instant> SWEPT = new ConcurrentHashMap<>();

    private TemporaryFiles() {}

    /** A new name in a folder, which nobody can guess. */
    public static Path in(Path folder) {
        Instant now = CLOCK.instant();
        Instant last = SWEPT.get(folder);
        if (last == null || Duration.between(last, now).compareTo(BETWEEN_SWEEPS) > 0) {
            if (SWEPT.size() >= MAX_FOLDERS) {
                SWEPT.clear();
            }
            SWEPT.put(folder, now);
            sweep(folder, now);
        }
        return folder.resolve(OURS + UUID.randomUUID() + ".part");
    }

    /** Makes an empty file, of its owner only, in the system's folder for temporary files. */
    public static Path create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Makes an empty file, of its owner only, in a folder. */
    public static Path create(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Files.createFile(in(folder), attributes);
    }

    /** Deletes what killed processes left in a folder. What cannot be deleted stays. */
    public static void sweep(Path folder) {
        sweep(folder, CLOCK.instant());
    }

    private static void sweep(Path folder, Instant now) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, GLOB)) {
            for (Path file : found) {
                if (abandoned(file, now)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // another user's file, or no folder: whoever may delete it will
        }
    }

    private static boolean abandoned(Path file, Instant now) throws IOException {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                && !lives(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(now.minus(ABANDONED_AFTER));
    }

    /** What the names of a process's files begin with. */
    static String prefix(ProcessHandle process) {
        return ".fine-tuning-" + process.pid() + "-" + start(process) + "-";
    }

    private static boolean lives(long number, long start) {
        return ProcessHandle.of(number)
                .filter(ProcessHandle::isAlive)
                .filter(process -> start(process) == 0 || Math.abs(start(process) - start) < SAME_START_MILLIS)
                .isPresent();
    }

    /** When a process began, in milliseconds since 1970; 0 where the system does not say. */
    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
