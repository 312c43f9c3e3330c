package dev.finetuning.adapter;

import dev.finetuning.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a provider's messages safe to show: one short line, without any secret in any spelling. Immutable. */
public final class Scrubber {
    private static final int LONGEST = 300;

    private final List<String> forbidden;

    private Scrubber(List<String> forbidden) {
        this.forbidden = List.copyOf(forbidden);
    }

    /** A scrubber for a key, if there is one. */
    public Scrubber(Optional<Secret> key) {
        this(key.map(Secret::reveal).map(Scrubber::spellings).orElse(List.of()));
    }

    /** This scrubber with more secrets. */
    public Scrubber hiding(Collection<Secret> more) {
        return new Scrubber(Stream.concat(
                        forbidden.stream(), more.stream().map(Secret::reveal).flatMap(key -> spellings(key).stream()))
                .toList());
    }

    private static List<String> spellings(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return List.of(
                key,
                URLEncoder.encode(key, StandardCharsets.UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The message in one line of at most 300 characters, with {@code ***} for each secret. */
    public String clean(String words) {
        String line = words;
        for (String spelling : forbidden) {
            line = line.replace(spelling, "***");
        }
        line = line.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
