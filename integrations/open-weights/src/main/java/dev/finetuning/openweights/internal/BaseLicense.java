package dev.finetuning.openweights.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The licence that a base model's folder names. */
public final class BaseLicense {
    private static final List<String> KEYS = List.of("license_name:", "license:");
    private static final int MAX_LENGTH = 100;

    private BaseLicense() {}

    /** {@code license_name} or {@code license} in the header of {@code README.md}, as model hubs write it. */
    public static Optional<String> in(Path model) {
        Path card = model.resolve("README.md");
        if (!Files.isRegularFile(card)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(card, StandardCharsets.ISO_8859_1)) {
            Iterator<String> header = lines.limit(200).iterator();
            if (!header.hasNext() || !header.next().strip().equals("---")) {
                return Optional.empty();
            }
            return named(header);
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> named(Iterator<String> header) {
        String[] found = new String[KEYS.size()];
        while (header.hasNext()) {
            String line = header.next().stripTrailing();
            if (line.equals("---")) {
                break;
            }
            for (int i = 0; i < found.length; i++) {
                if (line.startsWith(KEYS.get(i))) {
                    found[i] = line.substring(KEYS.get(i).length()).strip().replaceAll("^[\"']|[\"']$", "");
                }
            }
        }
        return Stream.of(found)
                .filter(each -> each != null && !each.isEmpty() && each.length() <= MAX_LENGTH)
                .findFirst();
    }
}
