package dev.finetuning.adapter;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A header that a caller wants on every request. */
public final class ExtraHeader {
    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private static final Set<String> THE_CLIENTS_OWN =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private ExtraHeader() {}

    /**
     * Checks a header when it is set, so that no client fails later with a message that repeats it.
     *
     * @throws IllegalArgumentException if no request may carry it; the message does not repeat the value
     */
    public static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a header's name is of letters, digits and dashes");
        }
        if (THE_CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + name + " is set by the HTTP client alone");
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
            throw new IllegalArgumentException("the header " + name + " holds a character that none may carry");
        }
    }
}
