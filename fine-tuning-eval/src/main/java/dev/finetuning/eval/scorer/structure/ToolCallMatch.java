package dev.finetuning.eval.scorer.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether an answer makes the expected tool calls: F1 over the calls, in any order. Two calls are the same
 * if they have the same name and their arguments are equal as JSON (apart from the order of keys, white
 * space, spelling of numbers, and ids). 1 if neither side makes any call. Passes if all calls agree.
 *
 * <p>Metadata: {@code matched}, {@code missing}, {@code surplus}, and {@code wrongArguments} for calls that
 * agree in name only.
 */
public final class ToolCallMatch implements Scorer {
    private final boolean namesOnly;

    private ToolCallMatch(boolean namesOnly) {
        this.namesOnly = namesOnly;
    }

    /** Names and arguments must agree. */
    public static ToolCallMatch ofCalls() {
        return new ToolCallMatch(false);
    }

    /** Only names must agree. */
    public static ToolCallMatch ofNames() {
        return new ToolCallMatch(true);
    }

    @Override
    public String name() {
        return namesOnly ? "ToolNameMatch" : "ToolCallMatch";
    }

    @Override
    public Score score(ScoreInput input) {
        List<ToolCall> missing = new ArrayList<>(input.requireExpected(name()).toolCalls());
        List<ToolCall> surplus = new ArrayList<>(input.output().toolCalls());
        int total = missing.size() + surplus.size();
        int matched = takePairs(missing, surplus, namesOnly);
        double f1 = total == 0 ? 1 : 2.0 * matched / total;
        int missed = missing.size();
        int extra = surplus.size();
        return Score.of(name(), f1, 1)
                .with("matched", matched)
                .with("missing", missed)
                .with("surplus", extra)
                .with("wrongArguments", takePairs(missing, surplus, true));
    }

    /** Removes calls that are the same from both lists and counts them. */
    private static int takePairs(List<ToolCall> expected, List<ToolCall> actual, boolean namesOnly) {
        int before = expected.size();
        expected.removeIf(call -> {
            for (int i = 0; i < actual.size(); i++) {
                if (isSame(call, actual.get(i), namesOnly)) {
                    actual.remove(i);
                    return true;
                }
            }
            return false;
        });
        return before - expected.size();
    }

    private static boolean isSame(ToolCall a, ToolCall b, boolean namesOnly) {
        return a.name().equals(b.name()) && (namesOnly || sameArguments(a.arguments(), b.arguments()));
    }

    private static boolean sameArguments(String a, String b) {
        Optional<JsonNode> left = StrictJson.parse(a.isBlank() ? "{}" : a);
        Optional<JsonNode> right = StrictJson.parse(b.isBlank() ? "{}" : b);
        return (left.isPresent() && right.isPresent()) ? StrictJson.same(left.get(), right.get()) : a.equals(b);
    }
}
