package dev.finetuning.eval.scorer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds the choice or label that an answer names and compares it with the expected one: 1 or 0. An answer
 * that equals a choice (apart from case and outer punctuation) names it. Otherwise the last line of the
 * form "answer: X" or "label is X" decides, by the choice that it begins with or the only one in it.
 * Otherwise the only choice that occurs as a whole word is taken; a choice of a single letter must have the
 * same case. If there is none or several, or the choice is denied, the answer abstains: 0, with {@code
 * abstained} in the metadata. Otherwise the extracted label is under {@code label}.
 */
public final class ChoiceExtraction implements Scorer {
    private static final Pattern STATED =
            Pattern.compile("(?im)\\b(?:answer|label|category|choice|intent)\\s*(?:is\\b|:|=)\\s*(.+)$");

    /** A word set as a formula. */
    private static final Pattern FORMULA = Pattern.compile("\\$\\s*([\\pL\\d]+)\\s*\\$");

    private static final Pattern NEGATED = Pattern.compile("(?i)\\s*(?:not|neither|none|nor)\\b");
    private static final Pattern BESIDE = Pattern.compile("(?i)[\\s)\\]\"'`*]*(?:or|and|/|,|&)[\\s(\\[\"'`*]*");

    private final List<String> choices;
    private final List<Pattern> patterns;

    /**
     * @param choices the possible choices, matched ignoring case
     * @throws IllegalArgumentException if there are none, one is blank, or two differ in case only
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
        return input.againstText(
                name(), ScoreInput.MAX_COMPARED_LENGTH, expected -> score(extract(input.outputText()), expected));
    }

    private Score score(Optional<String> label, String expected) {
        if (label.isEmpty()) {
            return Score.of(name(), false)
                    .withReason("the answer names no single choice")
                    .with("abstained", true);
        }
        return Score.of(name(), fold(label.get()).equals(fold(expected))).with("label", label.get());
    }

    /** The choice named by the text, as it was given; empty if it names none or several. */
    public Optional<String> extract(String text) {
        String whole = fold(text);
        for (String choice : choices) {
            if (fold(choice).equals(whole)) {
                return Optional.of(choice);
            }
        }
        String last = null;
        for (Matcher matcher = STATED.matcher(text); matcher.find(); ) {
            last = FORMULA.matcher(matcher.group(1)).replaceAll("$1");
        }
        if (last != null && NEGATED.matcher(last).lookingAt()) {
            return Optional.empty();
        }
        Optional<String> stated =
                last == null ? Optional.empty() : leadingChoice(last).or(onlyIn(last));
        return stated.isPresent() ? stated : onlyChoice(text);
    }

    private Supplier<Optional<String>> onlyIn(String statement) {
        return () -> onlyChoice(statement);
    }

    /** The choice that a statement begins with, unless another one follows: "A or B". */
    private Optional<String> leadingChoice(String statement) {
        int start = 0;
        while (start < statement.length() && isWrapping(statement.charAt(start))) {
            start++;
        }
        Optional<String> first = choiceAt(statement, start);
        if (first.isEmpty()) {
            return first;
        }
        String rest = statement.substring(start + first.get().strip().length());
        Matcher beside = BESIDE.matcher(rest);
        return beside.lookingAt() && choiceAt(rest, beside.end()).isPresent() ? Optional.empty() : first;
    }

    /** The longest choice that stands as a whole word at a place. */
    private Optional<String> choiceAt(String text, int start) {
        return choices.stream()
                .filter(choice -> text.regionMatches(
                        true, start, choice.strip(), 0, choice.strip().length()))
                .filter(choice -> isWordEnd(text, start + choice.strip().length()))
                .max(Comparator.comparingInt(String::length));
    }

    private static boolean isWordEnd(String text, int end) {
        return end >= text.length() || !(Character.isLetterOrDigit(text.codePointAt(end)) || text.charAt(end) == '_');
    }

    /** The one choice that occurs; occurrences inside a longer choice that occurs do not count. */
    private Optional<String> onlyChoice(String text) {
        List<int[]> spans = new ArrayList<>();
        for (int choice = 0; choice < choices.size(); choice++) {
            for (Matcher matcher = patterns.get(choice).matcher(text); matcher.find(); ) {
                spans.add(new int[] {matcher.start(1), matcher.end(1), choice});
            }
        }
        // by start, the longest first: a span that ends before the furthest end so far lies inside a longer one
        spans.sort(Comparator.<int[]>comparingInt(span -> span[0]).thenComparingInt(span -> -span[1]));
        Set<Integer> named = new LinkedHashSet<>();
        int end = -1;
        for (int[] span : spans) {
            if (span[1] > end) {
                named.add(span[2]);
                end = span[1];
            }
        }
        return named.size() == 1 ? Optional.of(choices.get(named.iterator().next())) : Optional.empty();
    }

    /** In running text a choice of one letter counts in its own case only: "a" is a word before it is choice A. */
    private static Pattern wholeWord(String choice) {
        String plain = choice.strip();
        boolean letter = plain.codePointCount(0, plain.length()) == 1 && Character.isLetter(plain.codePointAt(0));
        return Pattern.compile(
                (letter ? "" : "(?i)") + "(?:^|[^\\pL\\pN_])(" + Pattern.quote(plain) + ")(?:$|[^\\pL\\pN_])");
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
