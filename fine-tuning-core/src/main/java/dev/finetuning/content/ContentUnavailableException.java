package dev.finetuning.content;

import org.jspecify.annotations.Nullable;

/** The store could not be read or written: a full disk, a lost connection. The same call may succeed later. */
public final class ContentUnavailableException extends ContentException {
    private static final long serialVersionUID = 1L;

    /** An exception with what was tried and why it failed. */
    public ContentUnavailableException(String name, String message, @Nullable Throwable cause) {
        super(name, message, cause);
    }
}
