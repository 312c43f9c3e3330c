package dev.finetuning.journal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The word that all processes share about a log, in a file that may be removed meanwhile. Thread-safe. */
final class SharedHead implements Closeable {
    private final Disk disk;
    private final Path file;
    private volatile Disk.Head head;

    SharedHead(Disk disk, Path file) throws IOException {
        this.disk = disk;
        this.file = file;
        head = disk.head(file);
    }

    long get() {
        return head.get();
    }

    /** Makes the word again if its file was deleted, replaced or cut. */
    Disk.Head requirePlace() throws IOException {
        Disk.Head found = head;
        if (!found.inPlace()) {
            head = disk.head(file);
            found.close();
        }
        return head;
    }

    /**
     * Moves the shared word on, never back. It is looked at first whether the word has a place: exchanging it in memory
     * whose file was cut does not fail, it ends the process.
     */
    void acknowledge(LogTail reached) throws IOException {
        Disk.Head shared = requirePlace();
        long word = shared.get();
        while ((HeadWord.length(word) < reached.length() || !HeadWord.sound(word))
                && !shared.replace(word, reached.word())) {
            word = shared.get();
        }
    }

    @Override
    public void close() throws IOException {
        head.close();
    }
}
