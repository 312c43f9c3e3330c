package dev.finetuning.benchmarks.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Texts that people and models wrote, from public data sets in a folder: questions, sentences of answers, and
 * uses of tools.
 *
 * @param questions customers' questions, descriptions of symptoms, and instructions
 * @param sentences sentences of answers
 * @param toolUses calls of tools with their answers
 */
record RealTexts(List<String> questions, List<String> sentences, List<ToolUse> toolUses) {
    /**
     * One call of a tool.
     *
     * @param question what was asked before
     * @param tools the tools on offer, as chat messages have them
     * @param call name and arguments, the latter as text
     * @param answer what the tool answered
     */
    record ToolUse(String question, JsonNode tools, JsonNode call, String answer) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the folder.
     *
     * @throws java.nio.file.NoSuchFileException where a data set is missing
     */
    static RealTexts of(Path folder) throws IOException {
        RealTexts texts = new RealTexts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        texts.column(folder.resolve("banking77/train.csv"));
        texts.column(folder.resolve("mistral-cookbook/Symptom2Disease.csv"));
        for (JsonNode record : JSON.readTree(
                folder.resolve("llama-factory/alpaca_en_demo.json").toFile())) {
            texts.questions.add((record.get("instruction").asText() + "\n"
                            + record.get("input").asText())
                    .strip());
            texts.addSentences(record.get("output").asText());
        }
        Path tools = folder.resolve("llama-factory/glaive_toolcall_en_demo.json");
        for (JsonNode record : JSON.readTree(tools.toFile())) {
            texts.conversation(record);
        }
        return texts;
    }

    private void column(Path csv) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setAllowMissingColumnNames(true)
                .get();
        try (Reader reader = Files.newBufferedReader(csv)) {
            for (CSVRecord row : format.parse(reader)) {
                questions.add(row.get("text").strip());
            }
        }
    }

    private void addSentences(String text) {
        for (String sentence : text.split("(?<=[.!?])\\s+", -1)) {
            if (sentence.length() > 20) {
                sentences.add(sentence.strip());
            }
        }
    }

    private void conversation(JsonNode record) throws IOException {
        JsonNode turns = record.get("conversations");
        for (int i = 1; i < turns.size(); i++) {
            String text = turns.get(i).get("value").asText();
            String from = turns.get(i).get("from").asText();
            if (from.equals("gpt")) {
                addSentences(text);
            } else if (from.equals("function_call") && i + 1 < turns.size()) {
                String question = turns.get(i - 1).get("value").asText();
                String answer = turns.get(i + 1).get("value").asText();
                toolUses.add(new ToolUse(question, tools(record.get("tools").asText()), call(text), answer));
            }
        }
    }

    private static JsonNode call(String text) throws IOException {
        JsonNode call = JSON.readTree(text);
        ObjectNode function = JSON.createObjectNode();
        function.put("name", call.get("name").asText());
        function.put("arguments", call.path("arguments").toString());
        return function;
    }

    private static JsonNode tools(String text) throws IOException {
        ArrayNode tools = JSON.createArrayNode();
        for (JsonNode tool : JSON.readTree(text)) {
            tools.addObject().put("type", "function").set("function", tool);
        }
        return tools;
    }
}
