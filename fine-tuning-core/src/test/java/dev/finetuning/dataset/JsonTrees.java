package dev.finetuning.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files as trees of another parser, to compare what they mean. */
final class JsonTrees {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonTrees() {}

    static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                trees.add(MAPPER.readTree(line));
            }
        }
        return trees;
    }
}
