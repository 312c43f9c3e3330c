package dev.finetuning.eval.scorer.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.eval.scorer.NumericDiff;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Similarity of two JSON values as defined by autoevals: objects by the mean over the keys of both, arrays
 * by the sum over positions ÷ the longer length, strings by Levenshtein, numbers and booleans by {@link
 * NumericDiff}, null only like null or a missing key; values of different types by the Levenshtein
 * similarity of their JSON texts. A text that is not JSON counts as a string. By default it passes if both
 * are equal.
 */
public final class JsonDiff implements Scorer {
    private final double threshold;

    /** Passes at 1. */
    public JsonDiff() {
        this(1);
    }

    /**
     * @param threshold the lowest similarity that passes, 0..1
     */
    public JsonDiff(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "JSONDiff";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name(), ScoreInput.MAX_COMPARED_LENGTH, expected -> {
            double similarity = similarity(value(input.outputText()), value(expected));
            return Score.of(name(), Math.min(1, Math.max(0, similarity)), threshold);
        });
    }

    private static JsonNode value(String text) {
        return StrictJson.parse(text).orElseGet(() -> TextNode.valueOf(text));
    }

    private static double similarity(JsonNode a, JsonNode b) {
        if (a.isObject() && b.isObject()) {
            return ofObjects(a, b);
        }
        if (a.isArray() && b.isArray()) {
            return ofArrays(a, b);
        }
        if (a.isTextual() && b.isTextual()) {
            return Levenshtein.similarity(a.textValue(), b.textValue());
        }
        if (isFinite(a) && isFinite(b)) {
            return NumericDiff.closeness(number(a), number(b));
        }
        if (a.isNull() || b.isNull()) {
            return a.isNull() && b.isNull() ? 1 : 0;
        }
        return Levenshtein.similarity(StrictJson.canonical(a), StrictJson.canonical(b));
    }

    private static double ofObjects(JsonNode a, JsonNode b) {
        Set<String> keys = new LinkedHashSet<>();
        a.fieldNames().forEachRemaining(keys::add);
        b.fieldNames().forEachRemaining(keys::add);
        return keys.stream()
                .mapToDouble(key -> similarity(orNull(a.get(key)), orNull(b.get(key))))
                .average()
                .orElse(1);
    }

    private static double ofArrays(JsonNode a, JsonNode b) {
        int longest = Math.max(a.size(), b.size());
        if (longest == 0) {
            return 1;
        }
        double sum = 0;
        Iterator<JsonNode> others = b.iterator();
        for (JsonNode element : a) {
            if (others.hasNext()) {
                sum += similarity(element, others.next());
            }
        }
        return sum / longest;
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null ? NullNode.getInstance() : node;
    }

    private static boolean isFinite(JsonNode node) {
        return node.isBoolean() || (node.isNumber() && Double.isFinite(node.doubleValue()));
    }

    private static double number(JsonNode node) {
        return node.isBoolean() ? (node.booleanValue() ? 1 : 0) : node.doubleValue();
    }
}
