package dev.finetuning.source.internal;

import java.util.Arrays;

/**
 * Finds where a JSON value ends without parsing it. Brackets that do not match and strings that run over
 * a line end are taken as the end of what was open, so that one broken element does not swallow the
 * ones after it; whether the element is valid is the parser's business.
 */
public final class ElementScan {
    private static final int KEPT_DEPTH = 1 << 16;

    private byte[] open = new byte[64];
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean bare;

    /** Begins at a value's first byte, which is to be passed to {@link #endsWith} first. */
    public void begin() {
        depth = 0;
        inString = false;
        escaped = false;
        bare = false;
    }

    /** Whether the value ends before this byte. */
    public boolean endsBefore(int value) {
        if (inString) {
            return false;
        }
        if (bare) {
            return value == ',' || value == ']' || value == '{' || value == '[' || LineRecords.isSpace(value);
        }
        return value == ']' && depth > 0 && !isOpen((byte) '[');
    }

    /** Takes one byte; whether the value ends with it. */
    public boolean endsWith(int value) {
        if (inString) {
            return insideString(value) && depth == 0;
        }
        switch (value) {
            case '"' -> inString = true;
            case '{', '[' -> push((byte) value);
            case '}', ']' -> {
                pop((byte) (value == '}' ? '{' : '['));
                return depth == 0;
            }
            default -> bare = depth == 0;
        }
        return false;
    }

    /** Whether the string ends with this byte. */
    private boolean insideString(int value) {
        if (escaped) {
            escaped = false;
            return false;
        }
        escaped = value == '\\';
        inString = value != '"' && value != '\n';
        return !inString;
    }

    private void push(byte kind) {
        if (depth == open.length && depth < KEPT_DEPTH) {
            open = Arrays.copyOf(open, depth * 2);
        }
        if (depth < open.length) {
            open[depth] = kind;
        }
        depth++;
    }

    private void pop(byte kind) {
        if (depth > open.length) {
            depth--;
            return;
        }
        do {
            depth = Math.max(0, depth - 1);
        } while (depth > 0 && open[depth] != kind);
    }

    private boolean isOpen(byte kind) {
        if (depth > open.length) {
            return true;
        }
        for (int i = depth - 1; i >= 0; i--) {
            if (open[i] == kind) {
                return true;
            }
        }
        return false;
    }
}
