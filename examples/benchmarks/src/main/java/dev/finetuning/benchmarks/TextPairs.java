package dev.finetuning.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntBiFunction;

/** Seeded pairs of texts of about one length; fewer of them where they are long. */
record TextPairs(List<String> left, List<String> right) {
    /** Letters from a to z. */
    static final String ASCII = "abcdefghijklmnopqrstuvwxyz";
    /** Three thousand ideographs. */
    static final String CJK = ideographs(3_000);

    private static final double EDITED_SHARE = 0.05;

    /** Pairs in which one text is the other with insertions, deletions and substitutions at 5 % of its length. */
    static TextPairs edited(int length, String alphabet) {
        Random random = new Random(length);
        TextPairs pairs = new TextPairs(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < count(length); i++) {
            String text = text(random, alphabet, length);
            pairs.left.add(text);
            pairs.right.add(edit(random, alphabet, text));
        }
        return pairs;
    }

    /** Pairs that have nothing to do with each other. */
    static TextPairs unrelated(int length, String alphabet) {
        Random random = new Random(length);
        TextPairs pairs = new TextPairs(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < count(length); i++) {
            pairs.left.add(text(random, alphabet, length));
            pairs.right.add(text(random, alphabet, length));
        }
        return pairs;
    }

    /** The sum of all distances, so that none is optimised away. */
    long sum(ToIntBiFunction<String, String> distance) {
        long sum = 0;
        for (int i = 0; i < left.size(); i++) {
            sum += distance.applyAsInt(left.get(i), right.get(i));
        }
        return sum;
    }

    private static int count(int length) {
        return Math.max(1, Math.min(1_000, 8_000 / length));
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(symbol(random, alphabet));
        }
        return text.toString();
    }

    private static String edit(Random random, String alphabet, String text) {
        StringBuilder edited = new StringBuilder(text);
        for (int edits = (int) Math.round(text.length() * EDITED_SHARE); edits > 0; edits--) {
            int at = random.nextInt(edited.length());
            switch (random.nextInt(3)) {
                case 0 -> edited.insert(at, symbol(random, alphabet));
                case 1 -> edited.deleteCharAt(at);
                default -> edited.setCharAt(at, symbol(random, alphabet));
            }
        }
        return edited.toString();
    }

    private static char symbol(Random random, String alphabet) {
        return alphabet.charAt(random.nextInt(alphabet.length()));
    }

    private static String ideographs(int size) {
        StringBuilder symbols = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            symbols.append((char) (0x4E00 + i));
        }
        return symbols.toString();
    }
}
