package dev.finetuning.quality.pii.internal.scan;

import dev.finetuning.quality.pii.PiiSpan;
import java.util.List;
import java.util.Optional;

/**
 * A text without its disguises: {@code %40} and its escape in JSON are at signs, full-width letters and the digits of
 * any script are ASCII ones. It knows where each of its characters came from.
 */
final class ReadableText {
    private static final char FULL_WIDTH = '\uff01';
    private static final char FULL_WIDTH_END = '\uff5e';
    private static final int SHIFT = FULL_WIDTH - '!';
    private static final char FIRST_OTHER_DIGIT = '\u0660';

    private final StringBuilder readable;
    private final int[] origins;

    private ReadableText(int length) {
        readable = new StringBuilder(length);
        origins = new int[length + 1];
    }

    /** The readable form; empty where the text is readable as it is. */
    static Optional<ReadableText> of(String text) {
        ReadableText result = new ReadableText(text.length());
        boolean changed = false;
        for (int i = 0; i < text.length(); ) {
            int end = i + 1;
            char c = text.charAt(i);
            if (c == '%' || c == '\\') {
                int escape = escapeEnd(text, i);
                if (escape > 0) {
                    c = (char) Integer.parseInt(text.substring(escape - (c == '%' ? 2 : 4), escape), 16);
                    end = escape;
                }
            } else if (c >= FIRST_OTHER_DIGIT) {
                c = plain(c);
            }
            changed |= end > i + 1 || c != text.charAt(i);
            result.add(c, i);
            i = end;
        }
        result.origins[result.readable.length()] = text.length();
        return changed ? Optional.of(result) : Optional.empty();
    }

    private void add(char c, int origin) {
        origins[readable.length()] = origin;
        readable.append(c);
    }

    String text() {
        return readable.toString();
    }

    /** The spans as they lie in the text that was given. */
    List<PiiSpan> inOriginal(List<PiiSpan> spans) {
        return spans.stream()
                .map(span -> new PiiSpan(span.entity(), origins[span.start()], origins[span.end()]))
                .toList();
    }

    /** Whether a character is a disguise of an ASCII one. */
    static boolean disguised(char c) {
        return c >= FIRST_OTHER_DIGIT && plain(c) != c;
    }

    private static char plain(char c) {
        if (c >= FULL_WIDTH && c <= FULL_WIDTH_END) {
            return (char) (c - SHIFT);
        }
        return Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c;
    }

    /** Where an escape that begins here ends, or -1: {@code %41}, or a JSON escape after up to four backslashes. */
    static int escapeEnd(String text, int start) {
        if (text.charAt(start) == '%') {
            return ascii(text, start + 1, 2) ? start + 3 : -1;
        }
        int at = start;
        while (at < text.length() && at - start < 4 && text.charAt(at) == '\\') {
            at++;
        }
        boolean escape = at < text.length() && text.charAt(at) == 'u' && ascii(text, at + 1, 4);
        return escape ? at + 5 : -1;
    }

    /** Whether so many hexadecimal digits stand here that are a printable ASCII character. */
    private static boolean ascii(String text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return false;
            }
            value = value * 16 + digit;
        }
        return value >= ' ' && value < 127;
    }
}
