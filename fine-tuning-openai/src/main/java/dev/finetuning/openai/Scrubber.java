package dev.finetuning.openai;

import dev.finetuning.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Makes a host's words fit to be shown: one short line, and the key in no spelling of it. */
final class Scrubber {
    private static final int LONGEST = 300;

    private final List<String> forbidden;

    Scrubber(Optional<Secret> key) {
        forbidden = key.map(Secret::reveal).map(Scrubber::spellings).orElse(List.of());
    }

    private static List<String> spellings(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return List.of(
                key,
                URLEncoder.encode(key, StandardCharsets.UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String clean(String words) {
        String line = words;
        for (String spelling : forbidden) {
            line = line.replace(spelling, "***");
        }
        line = line.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
