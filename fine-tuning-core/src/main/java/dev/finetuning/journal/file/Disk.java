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

    /**
     * Whether a file is there.
     *
     * @throws IOException if that cannot be told, or it is no ordinary file
     */
    boolean exists(Path file) throws IOException;

    /** The whole content of a file. */
    byte[] readAll(Path file) throws IOException;

    /** Puts content in the place of a file: afterwards the old or the new is there, whole. */
    void replace(Path file, byte[] content) throws IOException;

    /** A file that is only ever added to. Positions are bytes from the start. Thread-safe. */
    interface Store extends Closeable {
        long size() throws IOException;

        /** Reads exactly that many bytes, or as many as there are before the end. */
        int read(long position, byte[] into, int count) throws IOException;

        /** Appends bytes after all bytes written so far by any writer. */
        void append(byte[] from, int count) throws IOException;

        void force() throws IOException;

        /** Whether the file's name still leads to this file. */
        boolean inPlace() throws IOException;
    }

    /** One word shared by all processes of a machine. Thread-safe. */
    interface Head extends Closeable {
        long get();

        /** Puts a word in the place of the expected one, unless another one is there. */
        boolean replace(long expected, long word);

        /** Whether the file's name still leads to this word. */
        boolean inPlace() throws IOException;
    }
}
