package dev.finetuning.adapter;

import dev.finetuning.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A header that a caller adds to every request. */
public final class ExtraHeader {
    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private static final Set<String> THE_CLIENTS_OWN =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private static final Pattern SECRETIVE =
            Pattern.compile("auth|key|token|secret|cookie|password|credential", Pattern.CASE_INSENSITIVE);

    /** What is shorter is a word like {@code Bearer}, whose hiding would blot out the provider's own words. */
    private static final int SHORTEST_SECRET = 8;

    private ExtraHeader() {}

    /**
     * Checks a header when it is set, so that no HTTP client fails later with a message that repeats it.
     *
     * @throws IllegalArgumentException if it is not a valid header; the message does not repeat the value
     */
    public static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a header's name is of letters, digits and dashes");
        }
        if (THE_CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + name + " is set by the HTTP client alone");
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
            throw new IllegalArgumentException(
                    "the header " + name + " contains a character that is not allowed in a header");
        }
    }

    /** The secrets among these headers, judged by their names: keys, tokens, cookies. */
    public static List<Secret> secrets(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> SECRETIVE.matcher(header.getKey()).find())
                .flatMap(header -> Stream.of(header.getValue().split("\\s+")))
                .filter(word -> word.length() >= SHORTEST_SECRET)
                .map(Secret::of)
                .toList();
    }
}
