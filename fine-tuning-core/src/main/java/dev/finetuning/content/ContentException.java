package dev.finetuning.content;

import dev.finetuning.FineTuningException;
import org.jspecify.annotations.Nullable;

/** A content could not be stored or read. The subtype says what the caller can do about it. */
public abstract class ContentException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String name;

    protected ContentException(String name, String message, @Nullable Throwable cause) {
        super("content \"" + name + "\": " + message, cause);
        this.name = name;
    }

    /** The name of the content. */
    public String name() {
        return name;
    }
}
