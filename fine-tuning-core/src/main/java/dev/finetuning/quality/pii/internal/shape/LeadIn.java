package dev.finetuning.quality.pii.internal.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The last words before a number, up to the number before it.
 *
 * @param words in lower case, the nearest last
 */
public record LeadIn(List<String> words) {
    private static final int REACH = 40;
    /** Words that only say that a number follows. */
    private static final Set<String> FILLERS =
            Set.of(("number numbers no nr num id code is was nummer the numéro número numero numer numeri номер n"
                            + " de del di d la le el der die das ist lautet to je è é est es")
                    .split(" ", -1));

    public static LeadIn before(String text, int index) {
        int from = index;
        int limit = Math.max(0, index - REACH);
        while (from > limit && !Characters.digit(text.charAt(from - 1))) {
            from--;
        }
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = from; i <= index; i++) {
            boolean letter = i < index && Character.isLetter(text.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
        }
        return new LeadIn(words);
    }

    public boolean anyOf(Set<String> wanted) {
        return words.stream().anyMatch(wanted::contains);
    }

    /** The nearest word that is wanted, empty where there is none. */
    public String nearest(Predicate<String> wanted) {
        for (int i = words.size() - 1; i >= 0; i--) {
            if (wanted.test(words.get(i))) {
                return words.get(i);
            }
        }
        return "";
    }

    /** Whether a word of the first set stands right before one of the second. */
    public boolean has(Set<String> first, Set<String> second) {
        for (int i = 1; i < words.size(); i++) {
            if (second.contains(words.get(i)) && first.contains(words.get(i - 1))) {
                return true;
            }
        }
        return false;
    }

    /** Whether these words stand next to each other. */
    public boolean has(String first, String second) {
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).equals(second) && words.get(i - 1).equals(first)) {
                return true;
            }
        }
        return false;
    }

    /** The nearest word, empty where there is none. */
    public String last() {
        return words.isEmpty() ? "" : words.get(words.size() - 1);
    }

    /** The nearest word that says what the number is. */
    public String subject() {
        int index = words.size() - 1;
        while (index >= 0 && FILLERS.contains(words.get(index))) {
            index--;
        }
        return index < 0 ? "" : words.get(index);
    }
}
