package dev.finetuning.mistral;

import dev.finetuning.adapter.WireObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a classifier for one input.
 *
 * @param scores by target, the score of each label; the scores of a target with one label at a time add up
 *     to 1
 */
public record ClassifierScores(Map<String, Map<String, Double>> scores) {
    /** Copies the maps. */
    public ClassifierScores {
        Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
        scores.forEach((target, labels) -> copy.put(target, Map.copyOf(labels)));
        scores = java.util.Collections.unmodifiableMap(copy);
    }

    /** The label of a target with the highest score; of several, the first by name. */
    public Optional<String> best(String target) {
        return scores.getOrDefault(target, Map.of()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey);
    }

    /** The best label, or with several targets a JSON object with the best label of each. */
    String answer() {
        Map<String, String> labels = new LinkedHashMap<>();
        scores.keySet().forEach(target -> best(target).ifPresent(label -> labels.put(target, label)));
        return labels.size() == 1
                ? labels.values().iterator().next()
                : WireObject.of(labels).json();
    }
}
