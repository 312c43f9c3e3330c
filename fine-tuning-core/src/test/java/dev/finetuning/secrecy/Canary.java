package dev.finetuning.secrecy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A key and a word of content for tests to use as theirs. Neither may ever be seen in a log, in what is
 * printed, or in an exception of this library; the listener of this build, {@code CanaryWatch}, looks.
 */
public final class Canary {
    /** A key with characters that change when they are encoded for a URL. */
    public static final String KEY = "sk-canary+17/key~0123456789";
    /** A word for records to hold. */
    public static final String CONTENT = "canaryword17";

    private static final List<String> SPELLINGS = spellings();

    private Canary() {}

    /** The spelling of the key or the word that a text holds: as it is, for a URL, or in Base64 at any offset. */
    public static Optional<String> in(String text) {
        return SPELLINGS.stream().filter(text::contains).findFirst();
    }

    private static List<String> spellings() {
        List<String> spellings = new ArrayList<>(List.of(KEY, CONTENT, URLEncoder.encode(KEY, StandardCharsets.UTF_8)));
        for (String word : List.of(KEY, CONTENT)) {
            for (int offset = 0; offset < 3; offset++) {
                String encoded = base64(word, offset);
                spellings.add(encoded);
                spellings.add(encoded.replace('+', '-').replace('/', '_'));
            }
        }
        return spellings;
    }

    /** What of a word's Base64 does not depend on its neighbours, where it begins so many bytes off a group of three. */
    private static String base64(String word, int offset) {
        byte[] bytes = (" ".repeat(offset) + word).getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        int first = (offset * 8 + 5) / 6;
        return encoded.substring(first, bytes.length * 8 / 6);
    }
}
