package dev.finetuning.run.internal.stored;

import dev.finetuning.content.ContentLostException;
import dev.finetuning.content.ContentStore;
import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The examples of a stored part, in bounded memory. All of it is read once for its hash before the first example is
 * given, so nothing of a changed content is ever used; then it is read again, example by example. Not thread-safe.
 */
final class PartReader implements Iterator<Example> {
    private static final int PIECE = 1 << 20;

    private final ContentStore store;
    private final String name;
    private final MessageDigest digest = Sha256.start();
    private final String hash;
    private byte[] piece = new byte[0];
    private int next;
    private long offset;
    private long examples;
    private boolean over;

    /**
     * Looks at the whole part.
     *
     * @throws ContentLostException if it is missing or has another hash
     */
    PartReader(ContentStore store, String name, String hash) {
        this.store = store;
        this.name = name;
        this.hash = hash;
        while (readOn()) {
            digest.update(piece);
        }
        requireUnchanged();
        offset = 0;
    }

    private boolean readOn() {
        piece = store.read(name, offset, PIECE);
        offset += piece.length;
        next = 0;
        return piece.length > 0;
    }

    private void requireUnchanged() {
        if (!HexFormat.of().formatHex(digest.digest()).equals(hash)) {
            throw new ContentLostException(name, "it has been changed: the journal has another hash", null);
        }
    }

    @Override
    public boolean hasNext() {
        if (next < piece.length) {
            return true;
        }
        if (!over && !readOn()) {
            requireUnchanged();
            over = true;
        }
        return !over;
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            return StoredExample.read(name, ++examples, line());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the run's data: " + e.getMessage(), e);
        }
    }

    private byte[] line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        do {
            int end = next;
            while (end < piece.length && piece[end] != '\n') {
                end++;
            }
            line.write(piece, next, end - next);
            digest.update(piece, next, Math.min(end + 1, piece.length) - next);
            next = end + 1;
            if (end < piece.length) {
                return line.toByteArray();
            }
        } while (readOn());
        return line.toByteArray();
    }
}
