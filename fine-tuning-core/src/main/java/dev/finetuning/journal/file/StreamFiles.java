package dev.finetuning.journal.file;

import dev.finetuning.internal.content.Sha256;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The files of a stream. Their names are a hash of the stream's, so that no name, whatever is in it,
 * reaches the file system.
 */
record StreamFiles(Path log, Path head, Path snapshot) {
    private static final int NAME_BYTES = 20;

    static StreamFiles of(Path folder, String stream) {
        String name = HexFormat.of().formatHex(Sha256.of(stream), 0, NAME_BYTES);
        return new StreamFiles(
                folder.resolve(name + ".log"), folder.resolve(name + ".head"), folder.resolve(name + ".snapshot"));
    }
}
