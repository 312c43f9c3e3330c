package dev.finetuning.eval.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.eval.scorer.Thresholds;
import dev.finetuning.internal.jackson.Jackson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the labels that an answer lists against the expected ones, where a case may have several: their order and
 * repetitions do not matter. A list is a JSON array of strings, or labels between commas, semicolons or line ends;
 * case, and quotes, brackets, bullets and full stops around a label do not matter. A label that does not exist counts
 * as a wrong one. Two empty lists agree.
 *
 * <p>{@link MultiLabelClassification} makes one figure of many such answers.
 */
public final class LabelSetMatch implements Scorer {
    private static final JsonMapper MAPPER = Jackson.mapper().build();
    private static final Pattern SEPARATOR = Pattern.compile("[,;\n]");
    private static final String WRAPPING = "\"'`*-\u2022.[]() \t\r\u00A0";

    private final String name;
    private final Map<String, String> labels;
    private final boolean exact;
    private final double threshold;

    private LabelSetMatch(String name, List<String> labels, boolean exact, double threshold) {
        this.name = name;
        this.labels = new HashMap<>();
        this.exact = exact;
        this.threshold = Thresholds.require(threshold);
        for (String label : labels) {
            String folded = fold(label);
            if (folded.isEmpty() || this.labels.put(folded, label) != null) {
                throw new IllegalArgumentException(
                        "labels must not be blank and must differ by more than case: " + label);
            }
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("at least one label is needed");
        }
    }

    /**
     * 1 where both list the same labels, else 0; the mean is what scikit-learn calls subset accuracy. The metric is
     * {@code "LabelSets"}.
     *
     * @param labels the labels there are
     * @throws IllegalArgumentException if there is none, or a blank one, or two differ by case only
     */
    public static LabelSetMatch exactly(List<String> labels) {
        return new LabelSetMatch("LabelSets", labels, true, 1);
    }

    /**
     * F1 over the labels of the case; the mean is scikit-learn's F1 averaged over samples, where {@code zero_division}
     * is 1. The metric is {@code "LabelF1"}.
     *
     * @param labels the labels there are
     * @param threshold the least F1 that passes, 0..1
     * @throws IllegalArgumentException if there is no label, or a blank one, or two differ by case only
     */
    public static LabelSetMatch byF1(List<String> labels, double threshold) {
        return new LabelSetMatch("LabelF1", labels, false, threshold);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name, text -> score(labels(input.outputText()), labels(text)));
    }

    private Score score(Set<String> given, Set<String> expected) {
        Set<String> common = new LinkedHashSet<>(expected);
        common.retainAll(given);
        LabelScores scores = new LabelScores(expected.size(), given.size(), common.size());
        boolean same = given.equals(expected);
        double value = exact ? (same ? 1 : 0) : given.isEmpty() && expected.isEmpty() ? 1 : scores.f1();
        return Score.of(name, value, threshold)
                .with("missing", (long) expected.size() - common.size())
                .with("surplus", (long) given.size() - common.size());
    }

    /** The labels that a text lists: those there are as they were given, others as they stand. */
    public Set<String> labels(String text) {
        Set<String> found = new LinkedHashSet<>();
        for (String item : items(text.strip())) {
            String folded = fold(item);
            if (!folded.isEmpty()) {
                found.add(labels.getOrDefault(folded, folded));
            }
        }
        return Collections.unmodifiableSet(found);
    }

    private static List<String> items(String text) {
        if (text.startsWith("[")) {
            try {
                JsonNode array = MAPPER.readTree(text);
                List<String> items = new ArrayList<>();
                array.forEach(element -> items.add(element.asText()));
                return items;
            } catch (JsonProcessingException e) {
                // a list in brackets that is no JSON is read like any other
            }
        }
        return List.of(SEPARATOR.split(text));
    }

    private static String fold(String label) {
        String folded = label.toLowerCase(Locale.ROOT);
        int from = 0;
        int to = folded.length();
        while (from < to && isWrapping(folded.charAt(from))) {
            from++;
        }
        while (to > from && isWrapping(folded.charAt(to - 1))) {
            to--;
        }
        return folded.substring(from, to);
    }

    private static boolean isWrapping(char c) {
        return WRAPPING.indexOf(c) >= 0 || Character.isWhitespace(c);
    }
}
