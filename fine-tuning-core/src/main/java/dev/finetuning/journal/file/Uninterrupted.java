package dev.finetuning.journal.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Runs what an interrupt would tear, again if it was torn: nobody who is interrupted asked for half an
 * append. The interrupt is kept for whoever waits next.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Something that can be done again from its beginning. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    static <T> T call(Call<T> call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.run();
                } catch (ClosedByInterruptException | FileLockInterruptionException torn) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
