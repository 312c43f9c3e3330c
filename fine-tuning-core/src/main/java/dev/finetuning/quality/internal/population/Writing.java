package dev.finetuning.quality.internal.population;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Finds examples written in another script, or in another language, than nearly all others. */
public final class Writing implements Noting.Judgement {
    private static final int ENOUGH = 20;
    /** The share from which one writing counts as the usual one. */
    private static final double USUAL = 0.8;

    private static final int FEWEST_LETTERS = 10;
    private static final char SEPARATOR = ' ';

    private final Consumer<Finding> findings;
    private final List<Origin> origins = new ArrayList<>();
    private final List<String> scripts = new ArrayList<>();
    private final List<String> languages = new ArrayList<>();

    public Writing(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /** What is noted of an example: its script and its language. */
    public static String of(Example example) {
        Map<Character.UnicodeScript, Integer> letters = new EnumMap<>(Character.UnicodeScript.class);
        Language.Tally words = new Language.Tally();
        Passage.forEach(example, passage -> {
            boolean said = !passage.isBy(Role.TOOL) && !passage.field().startsWith("/tool_calls");
            if (said) {
                count(passage.text(), letters);
                words.add(passage.text());
            }
        });
        return script(letters) + SEPARATOR + words.language();
    }

    @Override
    public void look(Noting.Note note) {
        int end = note.text().indexOf(SEPARATOR);
        origins.add(note.origin());
        scripts.add(note.text().substring(0, end));
        languages.add(note.text().substring(end + 1));
    }

    private static void count(String text, Map<Character.UnicodeScript, Integer> letters) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 128 ? (c | 32) >= 'a' && (c | 32) <= 'z' : Character.isLetter(c)) {
                letters.merge(c < 128 ? Character.UnicodeScript.LATIN : Character.UnicodeScript.of(c), 1, Integer::sum);
            }
        }
    }

    /** The script of most letters; those of Japanese and Korean count as one with Han. Empty where there are few. */
    private static String script(Map<Character.UnicodeScript, Integer> letters) {
        Map<String, Integer> merged = new TreeMap<>();
        letters.forEach((script, count) -> merged.merge(name(script), count, Integer::sum));
        return merged.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> most.getValue() >= FEWEST_LETTERS)
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static String name(Character.UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> "cjk";
            default -> script.name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public void end() {
        report(scripts, "script_outlier", "script");
        report(languages, "language_outlier", "language");
    }

    private void report(List<String> values, String code, String what) {
        Map<String, Integer> counts = new TreeMap<>();
        values.stream().filter(value -> !value.isEmpty()).forEach(value -> counts.merge(value, 1, Integer::sum));
        int known = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map.Entry<String, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry("", 0));
        if (known < ENOUGH || most.getValue() < USUAL * known) {
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty() && !values.get(i).equals(most.getKey())) {
                findings.accept(Finding.of(
                        code,
                        Severity.INFO,
                        origins.get(i),
                        "The example's " + what + " seems to be " + values.get(i) + "; most others' is " + most.getKey()
                                + ".",
                        "Look whether it belongs here."));
            }
        }
    }
}
