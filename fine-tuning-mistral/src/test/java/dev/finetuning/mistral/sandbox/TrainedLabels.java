package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A classifier that scores a label by how many words its best training example shares with the input. */
final class TrainedLabels {
    /** By target and label, the words of each example that has it. */
    private final Map<String, Map<String, Set<Set<String>>>> learned = new TreeMap<>();

    TrainedLabels(JsonNode targets, List<String> lines) {
        targets.forEach(target -> target.path("labels")
                .forEach(label -> examples(target.path("name").asText(), label.asText())));
        lines.forEach(line -> learn(Json.parse(line.getBytes(StandardCharsets.UTF_8))));
    }

    private Set<Set<String>> examples(String target, String label) {
        return learned.computeIfAbsent(target, name -> new TreeMap<>()).computeIfAbsent(label, name -> new HashSet<>());
    }

    private void learn(JsonNode sample) {
        JsonNode messages = sample.path("messages");
        String text = sample.path("text")
                .asText(messages.path(messages.size() - 1).path("content").asText(""));
        sample.path("labels").properties().forEach(target -> {
            Iterable<JsonNode> labels = target.getValue().isArray() ? target.getValue() : List.of(target.getValue());
            labels.forEach(label -> examples(target.getKey(), label.asText()).add(words(text)));
        });
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+", -1)));
    }

    Map<String, Object> scores(String text) {
        Set<String> asked = words(text);
        Map<String, Object> result = new LinkedHashMap<>();
        learned.forEach((target, labels) -> result.put(target, Map.of("scores", scores(asked, labels))));
        return result;
    }

    private static Map<String, Double> scores(Set<String> asked, Map<String, Set<Set<String>>> labels) {
        Map<String, Double> raw = new HashMap<>();
        labels.forEach((label, examples) -> raw.put(
                label,
                0.01
                        + examples.stream()
                                .mapToLong(words -> shared(asked, words))
                                .max()
                                .orElse(0)));
        double sum = raw.values().stream().mapToDouble(score -> score).sum();
        raw.replaceAll((label, score) -> score / sum);
        return raw;
    }

    private static long shared(Set<String> a, Set<String> b) {
        return a.stream().filter(b::contains).count();
    }
}
