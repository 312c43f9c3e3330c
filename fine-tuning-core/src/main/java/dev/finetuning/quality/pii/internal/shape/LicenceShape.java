package dev.finetuning.quality.pii.internal.shape;

import java.util.Set;

/**
 * US driver licences: the states' forms have 5 to 19 digits and letters, at most five of them letters,
 * and no check digit, so that only the words before can tell.
 */
public final class LicenceShape implements Shape {
    private static final Set<String> LICENCE = Set.of("license licence licenses licences lic permit".split(" ", -1));
    private static final Set<String> DRIVER = Set.of("driver drivers driving dl dmv state".split(" ", -1));
    public static final int FEWEST_DIGITS = 4;

    @Override
    public String entity() {
        return "US_DRIVER_LICENSE";
    }

    @Override
    public String pattern() {
        return "[A-Za-z]{0,3}[0-9](?:-?[A-Za-z0-9]){4,18}";
    }

    @Override
    public int accept(String text, int start, int end) {
        char before = Characters.before(text, start);
        if (Characters.word(before)
                || before == '-'
                || Characters.wordAt(text, end)
                || !Characters.numberEnds(text, end)) {
            return NONE;
        }
        int letters = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            letters += Characters.asciiLetter(text.charAt(i)) ? 1 : 0;
            digits += Characters.digit(text.charAt(i)) ? 1 : 0;
        }
        return letters <= 5 && digits >= FEWEST_DIGITS && spokenOf(text, start) ? end : NONE;
    }

    /** Whether the words before speak of a driver's licence. */
    public static boolean spokenOf(String text, int start) {
        LeadIn words = LeadIn.before(text, start);
        return words.anyOf(DRIVER) && (words.anyOf(LICENCE) || words.subject().equals("dl"));
    }
}
