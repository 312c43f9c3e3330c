package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.example.internal.ExampleDigest;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.source.RejectedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An example on its way to a file: its digests and its line. */
final class Rendered {
    private static final int USUAL_BYTES = 1 << 12;
    private static final int LARGE_BYTES = 1 << 20;

    private final byte[] whole;
    private final byte[] trained;
    private final byte[] line;
    private final @Nullable RuntimeException failure;

    private Rendered(byte[] whole, byte[] trained, byte[] line, @Nullable RuntimeException failure) {
        this.whole = whole;
        this.trained = trained;
        this.line = line;
        this.failure = failure;
    }

    /** Makes them, one after another. Not thread-safe. */
    static final class Maker {
        private final ExampleFormat format;
        private final ExampleDigest digest = new ExampleDigest();
        private ByteArrayOutputStream buffer = new ByteArrayOutputStream(USUAL_BYTES);

        Maker(ExampleFormat format) {
            this.format = format;
        }

        Rendered of(Example example) {
            byte[] trained = digest.trained(example);
            boolean nothingElse =
                    ExampleDigest.withoutLabels(example.info().extras()).isEmpty();
            byte[] whole = nothingElse ? trained : digest.whole(example);
            buffer.reset();
            try {
                format.writeJson(example, buffer);
            } catch (IOException e) {
                return new Rendered(whole, trained, new byte[0], new UncheckedIOException(e));
            } catch (RuntimeException e) {
                return new Rendered(whole, trained, new byte[0], e);
            }
            buffer.write('\n');
            Rendered rendered = new Rendered(whole, trained, buffer.toByteArray(), null);
            if (buffer.size() > LARGE_BYTES) {
                // not kept for all the small ones that follow
                buffer = new ByteArrayOutputStream(USUAL_BYTES);
            }
            return rendered;
        }
    }

    /** The SHA-256 that exact duplicates share. */
    byte[] whole() {
        return whole;
    }

    /** The SHA-256 of the {@link Fingerprint}. */
    byte[] trained() {
        return trained;
    }

    /** The line with its line feed; empty if there was a failure. */
    byte[] line() {
        return line;
    }

    /** What the format threw; null if it threw nothing. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** How it is told that a format cannot represent an example. */
    static RejectedRecord rejection(UnwritableExampleException e) {
        return RejectedRecord.of(e.origin(), "unwritable", e.reason() + ".", "Choose another format.");
    }

    /** Writes the line; throws what the format threw, which matters to no one before. */
    void writeTo(OutputStream out) throws IOException {
        if (failure != null) {
            throw failure;
        }
        out.write(line);
    }
}
