package dev.finetuning.quality.pii.internal.shape;

/**
 * The second machine-readable line of a passport (ICAO Doc 9303, part 4, form TD3): 44 characters, of
 * which five are check digits over number, birth, expiry, personal number and all of them. One that is
 * not filled up anywhere is not looked for.
 */
public final class PassportLineShape implements Shape {
    public static final int LENGTH = 44;

    private static final int[] WEIGHTS = {7, 3, 1};
    private static final int[][] ALL = {{0, 10}, {13, 20}, {21, 43}};

    @Override
    public String entity() {
        return "PASSPORT";
    }

    @Override
    public String pattern() {
        return "[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}[A-Z0-9<]{14}[0-9<][0-9]";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (inside(Characters.before(text, start)) || inside(Characters.at(text, end))) {
            return NONE;
        }
        String line = text.substring(start, end);
        boolean good = line.indexOf('<') >= 0
                && checks(line, 9, new int[][] {{0, 9}})
                && checks(line, 19, new int[][] {{13, 19}})
                && checks(line, 27, new int[][] {{21, 27}})
                && (line.charAt(42) == '<' || checks(line, 42, new int[][] {{28, 42}}))
                && checks(line, 43, ALL);
        return good ? end : NONE;
    }

    public static boolean inside(char c) {
        return c == '<' || Characters.digit(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean checks(String line, int digit, int[][] ranges) {
        int sum = 0;
        int place = 0;
        for (int[] range : ranges) {
            for (int i = range[0]; i < range[1]; i++) {
                char c = line.charAt(i);
                sum += WEIGHTS[place++ % 3] * (c == '<' ? 0 : Character.digit(c, 36));
            }
        }
        return sum % 10 == line.charAt(digit) - '0';
    }
}
