package dev.finetuning.quality.pii.internal.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Payment card numbers: a known issuer range with its lengths, Luhn's check digit, and groups as they
 * are embossed.
 */
public final class CardShape implements Shape {
    /** Words after which any number with a valid check digit is a card's. */
    private static final Set<String> CARD_WORDS = Set.of(
            ("card cards cc visa mastercard amex discover maestro jcb diners credit debit kreditkarte karte carte"
                            + " tarjeta carta kaart charge charged")
                    .split(" ", -1));
    /** Names of other numbers of this length. */
    private static final Set<String> OTHER_WORDS =
            Set.of("barcode ean upc gtin isbn imei imsi tracking iccid serial order timestamp ts transaction invoice"
                    .split(" ", -1));

    @Override
    public String entity() {
        return "CREDIT_CARD";
    }

    @Override
    public String pattern() {
        return "[0-6][0-9](?:[" + Characters.GAP + ".]?[0-9]){10,17}";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (!Characters.numberStarts(text, start) || Characters.before(text, start) == '+') {
            return NONE;
        }
        String digits = Characters.digits(text, start, end);
        LeadIn words = LeadIn.before(text, start);
        if (OTHER_WORDS.contains(words.subject())) {
            return NONE;
        }
        boolean spokenOf = words.anyOf(CARD_WORDS);
        for (int length = digits.length(); length >= 12; length--) {
            int stop = stop(text, start, length);
            if (Characters.numberEnds(text, stop)
                    && (spokenOf || issued(digits.substring(0, length)))
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
        if (two == 34 || two == 37 || four == 1800 || four == 2131) {
            return length == 15;
        }
        if ((four >= 3000 && four <= 3059) || two == 36 || two == 38 || two == 39) {
            return length >= 14 && length <= 19;
        }
        if (two == 35) {
            return length == 16;
        }
        if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499) || two == 62) {
            return length >= 16;
        }
        return two == 50 || two >= 56;
    }

    public static boolean luhn(String digits, int length) {
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
