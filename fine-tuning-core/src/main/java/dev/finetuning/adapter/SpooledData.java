package dev.finetuning.adapter;

import dev.finetuning.internal.io.TemporaryFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Upload data in a temporary file, so that its size and hashes are known before the first byte is sent, and
 * memory use is constant. Closing deletes the file.
 *
 * @param file the temporary file
 * @param name the name at the provider: the data's own name, made safe, and the start of its SHA-256
 * @param bytes its size
 * @param md5 its MD5 in hexadecimal, for providers that check it
 */
public record SpooledData(Path file, String name, long bytes, String md5) implements AutoCloseable {
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_-]+");
    private static final int LONGEST_NAME = 40;
    private static final int BYTE_ORDER_MARK = 3;

    /**
     * Writes content to a temporary file.
     *
     * @param name a name for people
     * @throws IOException if the temporary file cannot be written; nothing is left behind
     */
    public static SpooledData write(String name, Content content) throws IOException {
        Path file = TemporaryFiles.create();
        try {
            return write(name, content, file);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static SpooledData write(String name, Content content, Path file) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        try (OutputStream disk = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                OutputStream hashed = new DigestOutputStream(new DigestOutputStream(disk, md5), sha256)) {
            content.writeTo(hashed);
        }
        String hash = HexFormat.of().formatHex(sha256.digest()).substring(0, 16);
        return new SpooledData(
                file,
                harmless(name) + "-" + hash + ".jsonl",
                Files.size(file),
                HexFormat.of().formatHex(md5.digest()));
    }

    /** Whether nothing stands in it but a byte-order mark. */
    public boolean isEmpty() {
        return bytes <= BYTE_ORDER_MARK;
    }

    /** Writes bytes, once. */
    @FunctionalInterface
    public interface Content {
        /** Writes the content; the caller closes the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static String harmless(String name) {
        String safe = UNSAFE.matcher(name).replaceAll("-");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }

    /** Deletes the temporary file. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete the temporary file " + file, e);
        }
    }
}
