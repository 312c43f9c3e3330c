package dev.finetuning.console;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Datasets that are too large for the memory of a console. */
final class LargeData {
    /** A console that reads at most 12 MB into memory. */
    static final List<String> VM = List.of("-Xmx96m", "-XX:+UseSerialGC");
    /** How many rows {@link #tooLarge} has. */
    static final int ROWS = 650;

    private static final String ROW = "{\"messages\": [{\"role\": \"user\", \"content\": \"question %d of many?\"},"
            + " {\"role\": \"assistant\", \"content\": \"%s\"}]}\n";

    private LargeData() {}

    /** 13 MB, which are too large for the memory of such a console. */
    static BodyPublisher tooLarge() {
        return rows(ROWS, 20_300);
    }

    /** Rows whose answers have about so many characters, made while they are sent. */
    static BodyPublisher rows(int rows, int length) {
        String answer = "answer ".repeat(length / 7);
        return BodyPublishers.ofByteArrays(() -> IntStream.range(0, rows)
                .mapToObj(row -> ROW.formatted(row, answer))
                .map(row -> row.getBytes(StandardCharsets.UTF_8))
                .iterator());
    }

    /** The parts of splits, which nobody needs any more; what was being checked when the console ended may lie there. */
    static List<String> leftOver(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("default/datasets"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".part") && !name.startsWith("checked-"))
                    .toList();
        }
    }
}
