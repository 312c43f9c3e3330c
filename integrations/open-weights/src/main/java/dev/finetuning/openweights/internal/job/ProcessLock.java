package dev.finetuning.openweights.internal.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock of a worker, seen from a JVM. The operating system gives it back however the worker ends, so that no
 * clock is asked whether a worker lives. Within a JVM the file is open once at a time: closing it anywhere would
 * give back what another thread holds.
 */
final class ProcessLock {
    private static final Object ONE_AT_A_TIME = new Object();

    private ProcessLock() {}

    /** What is done while no worker can start. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Whether another process holds the lock. */
    static boolean isHeld(Path file) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return lock == null;
            } catch (NoSuchFileException noWorkerYet) {
                return false;
            } catch (OverlappingFileLockException anotherClassLoaderLooks) {
                return true;
            }
        }
    }

    /** Does something unless another process holds the lock; says whether it was done. */
    static boolean whileFree(Path file, Action action) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    return false;
                }
                action.run();
                return true;
            } catch (OverlappingFileLockException anotherClassLoaderLooks) {
                return false;
            }
        }
    }
}
