package dev.finetuning.eval.scorer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the one choice or label that an answer names and holds it against the expected one: 1 or 0.
 * An answer that equals a choice (case and outer punctuation aside) names it; else the last line of the
 * form "answer: X" or "label is X" decides; else the only choice that occurs as a whole word. Where none or several
 * occur, the answer abstains: 0, with {@code abstained} in the metadata, and the extracted label
 * under {@code label} otherwise.
 */
public final class ChoiceExtraction implements Scorer {
    private static final Pattern STATED =
            Pattern.compile("(?im)\\b(?:answer|label|category|choice|intent)\\s*(?:is\\b|:|=)\\s*(.+)$");

    private final List<String> choices;
    private final List<Pattern> patterns;

    /**
     * @param choices the choices there are, matched ignoring case
     * @throws IllegalArgumentException if there is none, or a blank one, or two differ by case only
     */
    public ChoiceExtraction(List<String> choices) {
        this.choices = List.copyOf(choices);
        Set<String> folded = new LinkedHashSet<>();
        for (String choice : choices) {
            if (choice.isBlank() || !folded.add(fold(choice))) {
                throw new IllegalArgumentException("choices must not be blank and must differ by more than case");
            }
        }
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("at least one choice is needed");
        }
        this.patterns = choices.stream().map(ChoiceExtraction::wholeWord).toList();
    }

    @Override
    public String name() {
        return "ChoiceExtraction";
    }

    @Override
    public Score score(ScoreInput input) {
        String expected = input.requireExpectedText(name());
        Optional<String> label = extract(input.outputText());
        if (label.isEmpty()) {
            return Score.of(name(), false)
                    .withReason("the answer names no single choice")
                    .with("abstained", true);
        }
        return Score.of(name(), fold(label.get()).equals(fold(expected))).with("label", label.get());
    }

    /** The choice that the text names, as it was given; empty where it names none or several. */
    public Optional<String> extract(String text) {
        String whole = fold(text);
        for (String choice : choices) {
            if (fold(choice).equals(whole)) {
                return Optional.of(choice);
            }
        }
        String last = null;
        for (Matcher matcher = STATED.matcher(text); matcher.find(); ) {
            last = matcher.group(1);
        }
        Optional<String> stated = last == null ? Optional.empty() : onlyChoice(last);
        return stated.isPresent() ? stated : onlyChoice(text);
    }

    /** The one choice that occurs; occurrences inside a longer choice that occurs do not count. */
    private Optional<String> onlyChoice(String text) {
        List<int[]> spans = new ArrayList<>();
        for (int choice = 0; choice < choices.size(); choice++) {
            for (Matcher matcher = patterns.get(choice).matcher(text); matcher.find(); ) {
                spans.add(new int[] {matcher.start(1), matcher.end(1), choice});
            }
        }
        Set<Integer> named = new LinkedHashSet<>();
        for (int[] span : spans) {
            if (spans.stream().noneMatch(other -> holds(other, span))) {
                named.add(span[2]);
            }
        }
        return named.size() == 1 ? Optional.of(choices.get(named.iterator().next())) : Optional.empty();
    }

    private static boolean holds(int[] outer, int[] inner) {
        return outer[0] <= inner[0] && outer[1] >= inner[1] && outer[1] - outer[0] > inner[1] - inner[0];
    }

    private static Pattern wholeWord(String choice) {
        return Pattern.compile("(?i)(?:^|[^\\pL\\pN_])(" + Pattern.quote(choice.strip()) + ")(?:$|[^\\pL\\pN_])");
    }

    private static String fold(String text) {
        String folded = text.strip().toLowerCase(Locale.ROOT);
        int from = 0;
        int to = folded.length();
        while (from < to && isWrapping(folded.charAt(from))) {
            from++;
        }
        while (to > from && (isWrapping(folded.charAt(to - 1)) || ".!,;:".indexOf(folded.charAt(to - 1)) >= 0)) {
            to--;
        }
        return folded.substring(from, to);
    }

    private static boolean isWrapping(char c) {
        return "\"'`*()[] \t".indexOf(c) >= 0;
    }
}
