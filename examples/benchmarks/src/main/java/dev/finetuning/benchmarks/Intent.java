package dev.finetuning.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * A question of banking77 and the intent it is labelled with.
 *
 * @param text the question
 * @param category the intent
 */
public record Intent(String text, String category) {
    /** Reads a file of {@code shared/data/banking77}, which lies in this folder or above. */
    public static List<Intent> read(String name) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser rows = CSVParser.parse(find(name), StandardCharsets.UTF_8, format)) {
            return rows.stream()
                    .map(row -> new Intent(row.get("text"), row.get("category")))
                    .toList();
        }
    }

    private static Path find(String name) throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/data/banking77").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new NoSuchFileException("shared/data/banking77/" + name, null, "not above the working directory");
    }
}
