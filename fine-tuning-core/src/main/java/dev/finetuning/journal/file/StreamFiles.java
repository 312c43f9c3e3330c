package dev.finetuning.journal.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The files of a stream. Their names are a hash of the stream's, so that no name, whatever is in it,
 * reaches the file system.
 */
record StreamFiles(Path log, Path head, Path snapshot) {
    private static final int NAME_BYTES = 20;

    static StreamFiles of(Path folder, String stream) {
        String name = HexFormat.of().formatHex(hash(stream), 0, NAME_BYTES);
        return new StreamFiles(
                folder.resolve(name + ".log"), folder.resolve(name + ".head"), folder.resolve(name + ".snapshot"));
    }

    private static byte[] hash(String stream) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(stream.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
