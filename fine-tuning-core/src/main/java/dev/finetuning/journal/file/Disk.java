package dev.finetuning.journal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The few things a file journal asks of a file system, so that tests can pull the plug at any of them. */
interface Disk {
    /** Opens a file, creating it and its durable directory entry where it does not exist. */
    Store open(Path file) throws IOException;

    /** Opens the word that processes share about a file, creating it where it does not exist. */
    Head head(Path file) throws IOException;

    boolean exists(Path file);

    /** The whole content of a file. */
    byte[] readAll(Path file) throws IOException;

    /** Puts content in the place of a file: afterwards the old or the new is there, whole. */
    void replace(Path file, byte[] content) throws IOException;

    /** An open file. Positions are bytes from the start. Not thread-safe. */
    interface Store extends Closeable {
        long size() throws IOException;

        /** Reads exactly that many bytes, or as many as there are before the end. */
        int read(long position, byte[] into, int count) throws IOException;

        void write(long position, byte[] from, int count) throws IOException;

        void force() throws IOException;

        void truncate(long size) throws IOException;
    }

    /**
     * One word shared by all processes of a machine, with a lock. The word is read without the lock and
     * written under it.
     */
    interface Head extends Closeable {
        long get();

        void set(long word);

        /** Waits for the lock; closing what is returned gives it back. */
        Lock lock() throws IOException;
    }

    /** A held lock. */
    interface Lock extends Closeable {}
}
