package dev.finetuning.quality.pii;

import java.util.ArrayList;
import java.util.List;

/**
 * Payment card numbers: a known issuer range with its lengths, Luhn's check digit, and groups as they
 * are embossed.
 */
final class CardShape implements Shape {
    @Override
    public String entity() {
        return "CREDIT_CARD";
    }

    @Override
    public String pattern() {
        return "[2-6][0-9](?:[" + Characters.GAP + ".]?[0-9]){10,17}";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (!Characters.numberStarts(text, start) || Characters.before(text, start) == '+') {
            return NONE;
        }
        String digits = Characters.digits(text, start, end);
        for (int length = digits.length(); length >= 12; length--) {
            int stop = stop(text, start, length);
            if (Characters.numberEnds(text, stop)
                    && issued(digits.substring(0, length))
                    && luhn(digits, length)
                    && grouped(text, start, stop)
                    && !Characters.inHexGroups(text, start, stop)) {
                return stop;
            }
        }
        return NONE;
    }

    private static int stop(String text, int start, int length) {
        int seen = 0;
        int index = start;
        while (seen < length) {
            seen += Characters.digit(text.charAt(index)) ? 1 : 0;
            index++;
        }
        return index;
    }

    /** Whether the number is in a range that is issued, by the ranges and lengths of ISO/IEC 7812 issuers. */
    private static boolean issued(String digits) {
        int length = digits.length();
        int two = Integer.parseInt(digits.substring(0, 2));
        int four = Integer.parseInt(digits.substring(0, 4));
        if (two / 10 == 4) {
            return length == 13 || length == 16 || length == 19;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if ((four >= 3000 && four <= 3059) || two == 36 || two == 38 || two == 39) {
            return length >= 14 && length <= 19;
        }
        if (four == 6011
                || two == 65
                || (four >= 6440 && four <= 6499)
                || two == 62
                || (four >= 3528 && four <= 3589)) {
            return length >= 16;
        }
        return maestro(two, four);
    }

    private static boolean maestro(int two, int four) {
        return four == 5018
                || four == 5020
                || four == 5038
                || four == 5893
                || four == 6304
                || four == 6759
                || (four >= 6761 && four <= 6763)
                || (two == 60 && four != 6011);
    }

    static boolean luhn(String digits, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(length - 1 - i) - '0';
            if (i % 2 == 1) {
                digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /** No groups, groups of four with a rest, or 4-6-5 and 4-6-4; one kind of gap throughout. */
    private static boolean grouped(String text, int start, int end) {
        List<Integer> groups = new ArrayList<>();
        int run = 0;
        char gap = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (Characters.digit(c)) {
                run++;
            } else {
                if (gap != 0 && gap != c) {
                    return false;
                }
                gap = c;
                groups.add(run);
                run = 0;
            }
        }
        groups.add(run);
        boolean four = groups.subList(0, groups.size() - 1).stream().allMatch(size -> size == 4)
                && (run <= 4 || groups.size() == 1);
        return four || groups.equals(List.of(4, 6, 5)) || groups.equals(List.of(4, 6, 4));
    }
}
