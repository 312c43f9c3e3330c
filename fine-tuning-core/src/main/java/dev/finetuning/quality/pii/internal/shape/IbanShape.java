package dev.finetuning.quality.pii.internal.shape;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** International bank account numbers: the country's length and the check digits of ISO 7064 (mod 97). */
public final class IbanShape implements Shape {
    /** Lengths by country as in the IBAN registry (ISO 13616, SWIFT, release 99). */
    private static final String REGISTRY =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24"
                    + " DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28"
                    + " IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20"
                    + " MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19"
                    + " SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    /** The longest number with the gaps between its groups of four. */
    private static final int LONGEST = 41;

    private static final Map<String, Integer> LENGTHS = lengths();

    @Override
    public String entity() {
        return "IBAN_CODE";
    }

    @Override
    public String pattern() {
        return "[A-Za-z]{2}[0-9]{2}(?:[" + Characters.GAP + ".]?[A-Za-z0-9]){11,29}";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (Characters.wordBefore(text, start) && !Characters.escape(text, start)) {
            return NONE;
        }
        Integer length = LENGTHS.get(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
        if (length == null) {
            return NONE;
        }
        StringBuilder compact = new StringBuilder(length);
        int index = start;
        while (index < end && compact.length() < length) {
            char c = text.charAt(index++);
            if (Characters.digit(c) || Characters.asciiLetter(c)) {
                compact.append(Character.toUpperCase(c));
            }
        }
        boolean whole = compact.length() == length
                && !Characters.wordAt(text, index)
                && !(Characters.at(text, index) == '-' && Characters.word(Characters.at(text, index + 1)));
        return whole && mod97(compact) == 1 ? index : NONE;
    }

    /** Whether the two letters here are a country that has such numbers. */
    public static boolean country(String text, int start) {
        return LENGTHS.containsKey(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
    }

    /** Whether what begins here goes on a number in groups that begins like one of these, good or not. */
    public static boolean continues(String text, int start) {
        int index = start;
        while (start - index < LONGEST && index > 2 && Characters.gap(text.charAt(index - 1))) {
            int group = index - 1;
            while (group > 0 && index - group < 6 && capital(text.charAt(group - 1))) {
                group--;
            }
            int length = index - 1 - group;
            if (length == 0 || length > 4 || Characters.wordBefore(text, group)) {
                return false;
            }
            if (length == 4 && head(text, group)) {
                return true;
            }
            index = group;
        }
        return false;
    }

    private static boolean head(String text, int index) {
        return Characters.asciiLetter(text.charAt(index))
                && Characters.asciiLetter(text.charAt(index + 1))
                && Characters.digit(text.charAt(index + 2))
                && Characters.digit(text.charAt(index + 3))
                && country(text, index);
    }

    private static boolean capital(char c) {
        return Characters.digit(c) || (c >= 'A' && c <= 'Z');
    }

    private static int mod97(CharSequence iban) {
        int rest = 0;
        for (int i = 0; i < iban.length(); i++) {
            int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest;
    }

    private static Map<String, Integer> lengths() {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : REGISTRY.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
