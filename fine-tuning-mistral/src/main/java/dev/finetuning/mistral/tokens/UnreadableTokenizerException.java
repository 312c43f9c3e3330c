package dev.finetuning.mistral.tokens;

import dev.finetuning.FineTuningException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is not a tokenizer that this module can read. The message names the file, the problem and what to do. */
public final class UnreadableTokenizerException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    UnreadableTokenizerException(Path file, String what, String remedy, @Nullable Throwable cause) {
        super("The tokenizer file " + file + " " + what + ". " + remedy, cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
