package dev.finetuning.quality.pii.internal.scan;

import dev.finetuning.quality.pii.PiiSpan;
import dev.finetuning.quality.pii.internal.scan.ShapeMatches.Kind;
import dev.finetuning.quality.pii.internal.shape.Characters;
import dev.finetuning.quality.pii.internal.shape.EmailShape;
import dev.finetuning.quality.pii.internal.shape.Ipv6Shape;
import dev.finetuning.quality.pii.internal.shape.PassportLineShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds every shape in one pass. Hardly any character can begin something: the pass stops only at an
 * at sign, a colon, a dot after "www", or the first digit of a number, looks around cheaply, and only
 * then matches a pattern, anchored there. What it finds is what searching the whole text for each
 * pattern would find.
 */
public final class TriggerScan {
    private static final List<String> SCHEMES = List.of("https", "http", "ftps", "ftp");
    private static final byte DIGIT = 1;
    private static final byte AT = 2;
    private static final byte COLON = 3;
    private static final byte DOT = 4;
    private static final byte FILLER = 5;
    private static final byte ESCAPE = 6;
    private static final byte[] TRIGGERS = triggers();
    private final String text;
    private final ShapeMatches attempts;
    private final NumberTrigger numbers;
    private boolean disguised;

    private TriggerScan(String text) {
        this.text = text;
        this.attempts = new ShapeMatches(text);
        this.numbers = new NumberTrigger(text, attempts);
    }

    /** The occurrences of each shape that has any, overlaps and all. */
    public static List<List<PiiSpan>> scan(String text) {
        TriggerScan scan = new TriggerScan(text);
        scan.run();
        return scan.disguised
                ? ReadableText.of(text).map(TriggerScan::within).orElseGet(scan.attempts::found)
                : scan.attempts.found();
    }

    private static List<List<PiiSpan>> within(ReadableText readable) {
        TriggerScan scan = new TriggerScan(readable.text());
        scan.run();
        return new ArrayList<>(
                scan.attempts.found().stream().map(readable::inOriginal).toList());
    }

    private void run() {
        int length = text.length();
        byte last = 0;
        int highest = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            byte trigger = c < 128 ? TRIGGERS[c] : 0;
            highest |= c;
            if (trigger != 0 && !(trigger == last && (trigger == DIGIT || trigger == FILLER))) {
                pull(trigger, i);
            }
            last = trigger;
        }
        // only texts beyond Latin and Cyrillic letters can hold other digits
        disguised |= highest >= 0x660 && text.chars().anyMatch(c -> ReadableText.disguised((char) c));
    }

    private void pull(byte trigger, int index) {
        switch (trigger) {
            case DIGIT -> numbers.pull(index);
            case AT -> email(index);
            case COLON -> colon(index);
            case FILLER -> filler(index);
            case ESCAPE -> disguised |= ReadableText.escapeEnd(text, index) > 0;
            default -> dot(index);
        }
    }

    private void email(int at) {
        int start = at;
        int from = Math.max(attempts.resume(Kind.EMAIL), at - EmailShape.LONGEST_LOCAL);
        for (int i = at - 1; i >= from && EmailShape.localCharacter(text.charAt(i)); i--) {
            if (EmailShape.startCharacter(text.charAt(i)) && EmailShape.begins(text, i, at)) {
                start = i;
            }
        }
        if (start < at && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1))) {
            int end = at + 1;
            while (end < text.length() && domain(text.charAt(end))) {
                end++;
            }
            attempts.at(Kind.EMAIL, start, end);
        }
    }

    private static boolean domain(char c) {
        // surrogates and marks, so that the pattern decides about them
        return c == '.' || c == '-' || c > 127 || Characters.digit(c) || Characters.asciiLetter(c);
    }

    private void colon(int colon) {
        if (text.startsWith("://", colon)) {
            scheme(colon);
        }
        mac(colon);
        char next = Characters.at(text, colon + 1);
        if (next == ':' || (Characters.hex(next) && anotherColon(colon + 2))) {
            int start = colon;
            while (start > 0 && colon - start < 4 && Characters.hex(text.charAt(start - 1))) {
                start--;
            }
            if (Ipv6Shape.begins(text, start)) {
                attempts.at(Kind.IPV6, start);
            }
        }
    }

    /** A pair of hex digits on both sides begins six of them. */
    private void mac(int colon) {
        int start = colon - 2;
        if (start >= 0 && Characters.hex(text.charAt(start)) && Characters.at(text, colon + 3) == ':') {
            attempts.at(Kind.MAC, start);
        }
    }

    private void scheme(int colon) {
        for (String scheme : SCHEMES) {
            int start = colon - scheme.length();
            if (start >= 0 && text.regionMatches(true, start, scheme, 0, scheme.length())) {
                address(start);
                return;
            }
        }
    }

    private boolean anotherColon(int from) {
        for (int i = from; i < from + 4 && i < text.length(); i++) {
            if (text.charAt(i) == ':') {
                return true;
            }
            if (!Characters.hex(text.charAt(i))) {
                return false;
            }
        }
        return false;
    }

    private void dot(int dot) {
        if (dot >= 3 && text.regionMatches(true, dot - 3, "www", 0, 3)) {
            address(dot - 3);
        }
    }

    private void address(int start) {
        if (start < attempts.resume(Kind.URL) || Characters.wordBefore(text, start)) {
            return;
        }
        int end = start;
        while (end < text.length() && !space(text.charAt(end))) {
            end++;
        }
        attempts.at(Kind.URL, start, end);
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
    }

    /** A line of a passport is filled up with {@code <}. */
    private void filler(int index) {
        int start = index;
        while (start > 0
                && index - start < PassportLineShape.LENGTH
                && PassportLineShape.inside(text.charAt(start - 1))) {
            start--;
        }
        attempts.at(Kind.PASSPORT_LINE, start);
    }

    private static byte[] triggers() {
        byte[] triggers = new byte[128];
        for (char c = '0'; c <= '9'; c++) {
            triggers[c] = DIGIT;
        }
        triggers['@'] = AT;
        triggers[':'] = COLON;
        triggers['.'] = DOT;
        triggers['<'] = FILLER;
        triggers['%'] = ESCAPE;
        triggers['\\'] = ESCAPE;
        return triggers;
    }
}
