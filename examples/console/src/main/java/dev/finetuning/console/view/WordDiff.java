package dev.finetuning.console.view;

import java.util.ArrayList;
import java.util.List;

/** Two texts beside each other, word by word, by their longest common subsequence. */
public final class WordDiff {
    /** The longest texts that are compared; longer ones are shown whole. */
    private static final int MOST_WORDS = 400;

    private WordDiff() {}

    /** What happened to a piece of text. */
    public enum Kind {
        /** It is in both. */
        SAME,
        /** It is only in the first. */
        REMOVED,
        /** It is only in the second. */
        ADDED
    }

    /**
     * Some words in a row with the same fate.
     *
     * @param kind what happened to them
     * @param text the words
     */
    public record Piece(Kind kind, String text) {}

    /** The pieces of two texts, in order. */
    public static List<Piece> between(String first, String second) {
        String[] a = words(first);
        String[] b = words(second);
        if (a.length > MOST_WORDS || b.length > MOST_WORDS) {
            return first.equals(second)
                    ? List.of(new Piece(Kind.SAME, first))
                    : List.of(new Piece(Kind.REMOVED, first), new Piece(Kind.ADDED, second));
        }
        return pieces(a, b, lengths(a, b));
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split("(?<=\\s)(?=\\S)", -1);
    }

    /** How long the common subsequence of the rests is, from each pair of places on. */
    private static int[][] lengths(String[] a, String[] b) {
        int[][] lengths = new int[a.length + 1][b.length + 1];
        for (int i = a.length - 1; i >= 0; i--) {
            for (int j = b.length - 1; j >= 0; j--) {
                lengths[i][j] = a[i].strip().equals(b[j].strip())
                        ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }

    private static List<Piece> pieces(String[] a, String[] b, int[][] lengths) {
        List<Piece> pieces = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            if (i < a.length && j < b.length && a[i].strip().equals(b[j].strip())) {
                add(pieces, Kind.SAME, b[j++]);
                i++;
            } else if (j == b.length || (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
                add(pieces, Kind.REMOVED, a[i++]);
            } else {
                add(pieces, Kind.ADDED, b[j++]);
            }
        }
        return pieces;
    }

    private static void add(List<Piece> pieces, Kind kind, String word) {
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).kind() == kind) {
            pieces.set(last, new Piece(kind, pieces.get(last).text() + word));
        } else {
            pieces.add(new Piece(kind, word));
        }
    }
}
