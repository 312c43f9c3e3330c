package dev.finetuning.local;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The banking77 questions with their intents as answers. */
final class Banking {
    private Banking() {}

    static List<ChatExample> train() throws IOException {
        return read(SharedData.file("banking77/train.csv"));
    }

    static List<ChatExample> test() throws IOException {
        return read(SharedData.file("banking77/test.csv"));
    }

    private static List<ChatExample> read(Path file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        List<ChatExample> examples = new ArrayList<>();
        try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
            for (CSVRecord row : rows) {
                examples.add(ChatExample.of(Message.user(row.get("text")), Message.assistant(row.get("category"))));
            }
        }
        return examples;
    }
}
