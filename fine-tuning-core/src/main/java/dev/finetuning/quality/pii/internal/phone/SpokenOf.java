package dev.finetuning.quality.pii.internal.phone;

import dev.finetuning.quality.pii.internal.shape.Characters;
import dev.finetuning.quality.pii.internal.shape.LeadIn;
import java.util.Locale;
import java.util.Set;

/**
 * How much the words around some digits speak of a telephone.
 *
 * @param clearly a word names a telephone or its number
 * @param perhaps a word such as "at" or "to" stands before, as in "answering at 374 780 163"
 * @param deniedHere the nearest word before names another kind of number
 * @param denied a word before names another kind of number
 */
public record SpokenOf(boolean clearly, boolean perhaps, boolean deniedHere, boolean denied) {
    private static final int LONGEST_LABEL = 13;
    private static final Set<String> AFTER_WORDS = Set.of(
            ("office fax mobile cell home work phone desk tel telephone landline handy numarasından numaralı számon"
                            + " számot")
                    .split(" ", -1));
    private static final Set<String> PREPOSITIONS =
            Set.of("at on to me us him her them or text au unter al".split(" ", -1));
    private static final Set<String> OWNERS = Set.of(
            "my your his her our their mi mein meine mon meu mio mój moje мой мій min mit mitt mijn".split(" ", -1));
    private static final Set<String> NUMBER_WORDS =
            Set.of("number nummer numéro número numero numer číslo номер nummeret".split(" ", -1));

    public static SpokenOf before(String text, int start) {
        LeadIn words = LeadIn.before(text, start);
        String nearest = words.nearest(word -> PhoneWords.telephone(word) || PhoneWords.other(word));
        boolean other = PhoneWords.other(nearest);
        boolean clearly = PhoneWords.telephone(nearest)
                || words.has(OWNERS, NUMBER_WORDS)
                || words.has("number", "is")
                || words.has("text", "me")
                || words.last().equals("text");
        return new SpokenOf(
                clearly && !other, PREPOSITIONS.contains(words.last()), PhoneWords.other(words.subject()), other);
    }

    /** The same, where a word right after the digits may tell too, as in "668 5702 (office)". */
    public SpokenOf orAfter(String text, int end) {
        return !clearly && labelAfter(text, end) ? new SpokenOf(true, perhaps, deniedHere, denied) : this;
    }

    /** Whether a word follows that tells whose number it was, and not what the next number is. */
    public static boolean labelAfter(String text, int end) {
        int from = skip(text, end, " -/(,:\\", 3);
        int stop = from;
        while (stop < from + LONGEST_LABEL && Character.isLetter(Characters.at(text, stop))) {
            stop++;
        }
        if (!AFTER_WORDS.contains(text.substring(from, stop).toLowerCase(Locale.ROOT))) {
            return false;
        }
        int next = skip(text, stop, " :.+(", 4);
        return next == stop || !Characters.digit(Characters.at(text, next));
    }

    private static int skip(String text, int from, String marks, int most) {
        int index = from;
        while (index < Math.min(text.length(), from + most) && marks.indexOf(text.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }
}
