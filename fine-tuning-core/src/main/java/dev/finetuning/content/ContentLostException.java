package dev.finetuning.content;

import org.jspecify.annotations.Nullable;

/**
 * A content is missing or is not what was stored. Nothing is repaired: restore the store from a copy, or give the
 * process the store that the content was put into.
 */
public final class ContentLostException extends ContentException {
    private static final long serialVersionUID = 1L;

    /** An exception with what is wrong. */
    public ContentLostException(String name, String message, @Nullable Throwable cause) {
        super(name, message + "; restore it from a copy, or use the store that it was put into", cause);
    }
}
