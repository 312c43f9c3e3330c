package dev.finetuning.quality.pii;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds every shape in one pass. Hardly any character can begin something: the pass stops only at an
 * at sign, a colon, a dot after "www", or the first digit of a number, looks around cheaply, and only
 * then matches a pattern, anchored there. What it finds is what searching the whole text for each
 * pattern would find.
 */
final class TriggerScan {
    static final EmailShape EMAIL = new EmailShape();
    static final CardShape CARD = new CardShape();
    static final IbanShape IBAN = new IbanShape();
    static final CryptoShape CRYPTO = new CryptoShape();
    static final SsnShape SSN = new SsnShape();
    static final Ipv4Shape IPV4 = new Ipv4Shape();
    static final Ipv6Shape IPV6 = new Ipv6Shape();
    static final UrlShape URL = new UrlShape();
    static final PhoneShape PHONE = new PhoneShape();

    /** In the order in which they win where they overlap. */
    static final List<Shape> SHAPES = List.of(URL, EMAIL, IBAN, CARD, CRYPTO, SSN, IPV6, IPV4, PHONE);

    private static final List<Pattern> PATTERNS =
            SHAPES.stream().map(shape -> Pattern.compile(shape.pattern())).toList();
    private static final List<String> SCHEMES = List.of("https", "http", "ftps", "ftp");
    private static final byte DIGIT = 1;
    private static final byte AT = 2;
    private static final byte COLON = 3;
    private static final byte DOT = 4;
    private static final byte[] TRIGGERS = triggers();
    /** No digit shape but a URL is longer than this many characters. */
    private static final int WINDOW = 96;

    private final String text;
    private final List<List<PiiSpan>> found = new ArrayList<>();
    private final int[] resume = new int[SHAPES.size()];

    private TriggerScan(String text) {
        this.text = text;
        SHAPES.forEach(shape -> found.add(new ArrayList<>(0)));
    }

    /** The occurrences of each shape, overlaps and all. */
    static List<List<PiiSpan>> scan(String text) {
        TriggerScan scan = new TriggerScan(text);
        scan.run();
        return scan.found;
    }

    private void run() {
        int length = text.length();
        byte last = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            byte trigger = c < 128 ? TRIGGERS[c] : 0;
            if (trigger != 0 && !(trigger == DIGIT && last == DIGIT)) {
                pull(trigger, i);
            }
            last = trigger;
        }
    }

    private void pull(byte trigger, int index) {
        switch (trigger) {
            case DIGIT -> number(index);
            case AT -> email(index);
            case COLON -> colon(index);
            default -> dot(index);
        }
    }

    private void email(int at) {
        int start = at;
        int from = Math.max(resume[1], at - EmailShape.LONGEST_LOCAL);
        for (int i = at - 1; i >= from && EmailShape.localCharacter(text.charAt(i)); i--) {
            if (EmailShape.startCharacter(text.charAt(i)) && !EmailShape.startCharacter(Characters.before(text, i))) {
                start = i;
            }
        }
        if (start < at && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1))) {
            int end = at + 1;
            while (end < text.length() && domain(text.charAt(end))) {
                end++;
            }
            attempt(1, start, end);
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
        char next = Characters.at(text, colon + 1);
        if (next == ':' || (Characters.hex(next) && anotherColon(colon + 2))) {
            int start = colon;
            while (start > 0 && colon - start < 5 && Ipv6Shape.inside(text.charAt(start - 1))) {
                start--;
            }
            if (!Ipv6Shape.inside(Characters.before(text, start))) {
                attempt(6, start, Math.min(text.length(), start + WINDOW));
            }
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
        if (start < resume[0] || Characters.word(Characters.before(text, start))) {
            return;
        }
        int end = start;
        while (end < text.length() && !space(text.charAt(end))) {
            end++;
        }
        attempt(0, start, end);
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
    }

    private void number(int start) {
        char before = Characters.before(text, start);
        char beforeThat = start > 1 ? text.charAt(start - 2) : ' ';
        int run = run(start);
        if (Characters.asciiLetter(before) && Characters.asciiLetter(beforeThat)) {
            if (!Characters.word(Characters.before(text, start - 2))) {
                afterTwoLetters(start, run);
            }
            return;
        }
        if (Characters.word(before)) {
            return;
        }
        char after = Characters.at(text, run);
        if (Characters.word(after)) {
            crypto(start);
            if (after != 'x') {
                return;
            }
        }
        if (!Characters.numberStarts(text, start)) {
            return;
        }
        if (after == '.' && run - start <= 3 && secondOctet(run + 1)) {
            attempt(7, start, Math.min(text.length(), start + WINDOW));
        }
        int digits = digitsInReach(start);
        if (digits >= 7) {
            longNumber(start, run - start, digits);
        }
    }

    private void afterTwoLetters(int start, int run) {
        if (run - start >= 2 && IbanShape.country(text, start - 2)) {
            attempt(2, start - 2, Math.min(text.length(), start + WINDOW));
        }
        if (text.charAt(start) == '1' && text.regionMatches(true, start - 2, "bc", 0, 2)) {
            attempt(4, start - 2, Math.min(text.length(), start + WINDOW));
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

    private void longNumber(int start, int run, int digits) {
        int end = Math.min(text.length(), start + WINDOW);
        if (digits >= 12 && (run == 4 || run >= 12) && text.charAt(start) >= '2' && text.charAt(start) <= '6') {
            attempt(3, start, end);
        }
        if (digits >= 9 && (run == 3 || run == 9)) {
            attempt(5, start, end);
        }
        if (run > PhoneShape.LONGEST) {
            return;
        }
        int from = start;
        while (from > 0 && start - from < 2 && (text.charAt(from - 1) == '(' || text.charAt(from - 1) == '+')) {
            from--;
        }
        for (int candidate = from; candidate <= start; candidate++) {
            if (attempt(8, candidate, end)) {
                return;
            }
        }
    }

    private void crypto(int start) {
        char first = text.charAt(start);
        boolean hex = first == '0' && Characters.at(text, start + 1) == 'x';
        if (hex || ((first == '1' || first == '3') && alphanumeric(start, CryptoShape.SHORTEST))) {
            attempt(4, start, Math.min(text.length(), start + WINDOW));
        }
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

    /** How many digits follow with nothing between them but what a number may be parted by; 19 will do. */
    private int digitsInReach(int start) {
        int digits = 0;
        int gap = 0;
        for (int i = start; i < text.length() && digits < 19 && gap <= 3; i++) {
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

    private boolean attempt(int shape, int start, int end) {
        if (start < resume[shape]) {
            return false;
        }
        Matcher matcher = PATTERNS.get(shape).matcher(text.substring(start, end));
        if (!matcher.lookingAt()) {
            return false;
        }
        int stop = SHAPES.get(shape).accept(text, start, start + matcher.end());
        if (stop == Shape.NONE) {
            return false;
        }
        found.get(shape).add(new PiiSpan(SHAPES.get(shape).entity(), start, stop));
        resume[shape] = stop;
        return true;
    }

    private static byte[] triggers() {
        byte[] triggers = new byte[128];
        for (char c = '0'; c <= '9'; c++) {
            triggers[c] = DIGIT;
        }
        triggers['@'] = AT;
        triggers[':'] = COLON;
        triggers['.'] = DOT;
        return triggers;
    }
}
