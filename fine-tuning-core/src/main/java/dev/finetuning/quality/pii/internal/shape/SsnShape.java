package dev.finetuning.quality.pii.internal.shape;

import java.util.Set;

/**
 * US social security numbers: three, two and four digits in ranges that the Social Security
 * Administration assigns. Without gaps between the groups only where the text says what it is.
 */
public final class SsnShape implements Shape {
    private static final Set<String> SAYS_SO = Set.of("ssn", "ssns");

    @Override
    public String entity() {
        return "US_SSN";
    }

    @Override
    public String pattern() {
        return "[0-8][0-9]{2}[" + Characters.GAP + ".]?[0-9]{2}[" + Characters.GAP + ".]?[0-9]{4}";
    }

    @Override
    public int accept(String text, int start, int end) {
        char before = Characters.before(text, start);
        if (!Characters.numberStarts(text, start)
                || !Characters.numberEnds(text, end)
                || before == '-'
                || before == '+'
                || afterCountryCode(text, start)
                || (Characters.at(text, end) == '-' && Characters.digit(Characters.at(text, end + 1)))) {
            return NONE;
        }
        String digits = Characters.digits(text, start, end);
        return assigned(digits) && grouped(text, start, end) ? end : NONE;
    }

    /** Whether "+55 " or the like stands before, which begins a telephone number. */
    private static boolean afterCountryCode(String text, int start) {
        int index = start - 1;
        if (index < 2 || !Characters.gap(text.charAt(index))) {
            return false;
        }
        while (index > Math.max(0, start - 5) && Characters.digit(text.charAt(index - 1))) {
            index--;
        }
        return index < start - 1 && Characters.before(text, index) == '+';
    }

    private static boolean assigned(String digits) {
        String area = digits.substring(0, 3);
        return !area.equals("000") && !area.equals("666") && !digits.startsWith("00", 3) && !digits.endsWith("0000");
    }

    private static boolean grouped(String text, int start, int end) {
        if (end - start == 9) {
            LeadIn words = LeadIn.before(text, start);
            return words.anyOf(SAYS_SO) || words.has("social", "security");
        }
        return end - start == 11 && text.charAt(start + 3) == text.charAt(start + 6);
    }
}
