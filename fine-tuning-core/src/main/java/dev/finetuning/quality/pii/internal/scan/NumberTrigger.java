package dev.finetuning.quality.pii.internal.scan;

import dev.finetuning.quality.pii.internal.phone.PhoneShape;
import dev.finetuning.quality.pii.internal.scan.ShapeMatches.Kind;
import dev.finetuning.quality.pii.internal.shape.Characters;
import dev.finetuning.quality.pii.internal.shape.CryptoShape;
import dev.finetuning.quality.pii.internal.shape.IbanShape;
import dev.finetuning.quality.pii.internal.shape.LicenceShape;
import dev.finetuning.quality.pii.internal.shape.MacShape;

/** Looks at the first digit of a number and tries what it can be the beginning of. */
public final class NumberTrigger {
    /** More digits than this tell nothing more. */
    private static final int ENOUGH = 19;
    /** The most letters before the digits of a document's number. */
    private static final int LETTERS = 3;

    private final String text;
    private final ShapeMatches attempts;

    public NumberTrigger(String text, ShapeMatches attempts) {
        this.text = text;
        this.attempts = attempts;
    }

    public void pull(int start) {
        int run = run(start);
        char before = Characters.before(text, start);
        if (run - start <= 2 && (before == '-' || Characters.hex(before) || Characters.at(text, start + 2) == '-')) {
            mac(start);
        }
        if (Characters.asciiLetter(before)) {
            afterLetters(start, run);
            if (Characters.escape(text, start)) {
                alone(start, run);
            }
        } else if (!Characters.wordBefore(text, start)) {
            alone(start, run);
        }
    }

    private void afterLetters(int start, int run) {
        int word = start - 1;
        while (word > 0 && start - word <= LETTERS && Characters.asciiLetter(text.charAt(word - 1))) {
            word--;
        }
        int letters = start - word;
        if (letters > LETTERS && run - start == 3) {
            phone(start);
        }
        if (letters > LETTERS || Characters.wordBefore(text, word)) {
            return;
        }
        if (letters == 2 || (letters == LETTERS && Characters.escape(text, start - 2))) {
            afterTwoLetters(start, run);
        }
        if (letters == 1 && run - start == 8) {
            attempts.at(Kind.PASSPORT, word);
        }
        document(word, start);
    }

    /** The first digit of an address with dashes may stand in any of its six pairs. */
    private void mac(int start) {
        int first = start;
        while (first > 0 && start - first < MacShape.LENGTH && Characters.macPart(text.charAt(first - 1))) {
            first--;
        }
        if (first + MacShape.LENGTH <= text.length() && text.charAt(first + 2) == '-') {
            attempts.at(Kind.MAC, first);
        }
    }

    private void afterTwoLetters(int start, int run) {
        if (run - start >= 2 && IbanShape.country(text, start - 2)) {
            attempts.at(Kind.IBAN, start - 2);
        }
        if (text.charAt(start) == '1' && text.regionMatches(true, start - 2, "bc", 0, 2)) {
            attempts.at(Kind.CRYPTO, start - 2);
        }
    }

    private void alone(int start, int run) {
        document(start, start);
        char after = Characters.at(text, run);
        if (Characters.wordAt(text, run)) {
            crypto(start);
            if (after != 'x') {
                return;
            }
        }
        if (!Characters.numberStarts(text, start)) {
            return;
        }
        if (after == '.' && run - start <= 3 && secondOctet(run + 1)) {
            attempts.at(Kind.IPV4, start);
        }
        int digits = digitsInReach(start);
        if (digits >= 7) {
            longNumber(start, run - start, digits);
        }
    }

    private void longNumber(int start, int run, int digits) {
        if (digits >= 12 && (run == 4 || run >= 12) && text.charAt(start) <= '6') {
            attempts.at(Kind.CARD, start);
        }
        if (digits >= 9 && (run == 3 || run == 9)) {
            attempts.at(Kind.SSN, start);
        }
        if (run == 9) {
            attempts.at(Kind.PASSPORT, start);
        }
        if (run <= PhoneShape.LONGEST) {
            phone(start);
        }
    }

    private void phone(int start) {
        int from = start;
        while (from > 0 && start - from < 2 && (text.charAt(from - 1) == '(' || text.charAt(from - 1) == '+')) {
            from--;
        }
        for (int candidate = from; candidate <= start; candidate++) {
            if (attempts.at(Kind.PHONE, candidate)) {
                return;
            }
        }
    }

    /** Where letters, digits and dashes could be a document's number, which needs words that say so. */
    private void document(int word, int start) {
        int digits = 0;
        for (int i = start; i < text.length() && digits < LicenceShape.FEWEST_DIGITS; i++) {
            char c = text.charAt(i);
            if (Characters.digit(c)) {
                digits++;
            } else if (c != '-' && !Characters.asciiLetter(c)) {
                return;
            }
        }
        if (digits == LicenceShape.FEWEST_DIGITS && LicenceShape.spokenOf(text, word)) {
            attempts.at(Kind.LICENCE, word);
        }
    }

    private void crypto(int start) {
        char first = text.charAt(start);
        boolean hex = first == '0' && Characters.at(text, start + 1) == 'x';
        if (hex || ((first == '1' || first == '3') && alphanumeric(start, CryptoShape.SHORTEST))) {
            attempts.at(Kind.CRYPTO, start);
        }
    }

    /** Whether up to three digits, a dot and another digit stand here. */
    private boolean secondOctet(int start) {
        int end = run(start);
        return end > start
                && end - start <= 3
                && Characters.at(text, end) == '.'
                && Characters.digit(Characters.at(text, end + 1));
    }

    /** Whether at least so many letters and digits stand here. */
    private boolean alphanumeric(int start, int least) {
        int end = Math.min(text.length(), start + least);
        int i = start;
        while (i < end && (Characters.digit(text.charAt(i)) || Characters.asciiLetter(text.charAt(i)))) {
            i++;
        }
        return i - start == least;
    }

    private int run(int start) {
        int end = start;
        while (end < text.length() && Characters.digit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** How many digits follow with nothing between them but what a number may be parted by. */
    private int digitsInReach(int start) {
        int digits = 0;
        int gap = 0;
        for (int i = start; i < text.length() && digits < ENOUGH && gap <= 3; i++) {
            char c = text.charAt(i);
            if (Characters.digit(c)) {
                digits++;
                gap = 0;
            } else if (c == '.' || c == '/' || c == '(' || c == ')' || Characters.gap(c)) {
                gap++;
            } else {
                break;
            }
        }
        return digits;
    }
}
