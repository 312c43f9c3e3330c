package dev.finetuning.mistral.tokens;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Counts pieces as SentencePiece's BPE makes them: a space in front, spaces as U+2581, then the best-scored
 * neighbours joined again and again, the leftmost first among equals; a character that is no piece
 * becomes its UTF-8 bytes. Pieces that users defined are found first and never joined. Immutable and
 * thread-safe.
 */
final class SentencePieces {
    private static final char SPACE = '\u2581';

    private final Map<String, Float> scores;
    private final UserPieces userPieces;

    SentencePieces(Map<String, Float> scores, UserPieces userPieces) {
        this.scores = Map.copyOf(scores);
        this.userPieces = userPieces;
    }

    int count(String text) {
        return text.isEmpty() ? 0 : new Merging(SPACE + text.replace(' ', SPACE)).count();
    }

    /** Two neighbours that could become one. */
    private record Pair(int left, int right, int length, float score) {
        static final Comparator<Pair> BEST_FIRST =
                Comparator.comparing(Pair::score).reversed().thenComparing(Pair::left);
    }

    /** One text on its way from characters to pieces: a linked list over the text's positions. */
    private final class Merging {
        private final String text;
        /** Where each piece ends; 0 where none begins. */
        private final int[] end;
        /** Where the piece before each one begins. */
        private final int[] previous;

        private final boolean[] frozen;
        private final PriorityQueue<Pair> pairs = new PriorityQueue<>(Pair.BEST_FIRST);

        Merging(String text) {
            this.text = text;
            end = new int[text.length()];
            previous = new int[text.length() + 1];
            frozen = new boolean[text.length()];
            split();
        }

        private void split() {
            int before = -1;
            for (int i = 0; i < text.length(); ) {
                int user = userPieces.longestAt(text, i);
                frozen[i] = user > 0;
                end[i] = i + (user > 0 ? user : Character.charCount(text.codePointAt(i)));
                previous[i] = before;
                if (before >= 0) {
                    offer(before, i);
                }
                before = i;
                i = end[i];
            }
        }

        private void offer(int left, int right) {
            if (frozen[left] || frozen[right]) {
                return;
            }
            Float score = scores.get(text.substring(left, end[right]));
            if (score != null) {
                pairs.add(new Pair(left, right, end[right] - left, score));
            }
        }

        int count() {
            for (Pair pair = pairs.poll(); pair != null; pair = pairs.poll()) {
                if (stands(pair)) {
                    join(pair);
                }
            }
            int pieces = 0;
            for (int i = 0; i < text.length(); i = end[i]) {
                pieces += pieces(i);
            }
            return pieces;
        }

        private boolean stands(Pair pair) {
            return end[pair.left] == pair.right && end[pair.right] == pair.left + pair.length;
        }

        private void join(Pair pair) {
            int next = end[pair.right];
            end[pair.left] = next;
            end[pair.right] = 0;
            if (previous[pair.left] >= 0) {
                offer(previous[pair.left], pair.left);
            }
            if (next < text.length()) {
                previous[next] = pair.left;
                offer(pair.left, next);
            }
        }

        private int pieces(int start) {
            String piece = text.substring(start, end[start]);
            return frozen[start] || scores.containsKey(piece) ? 1 : piece.getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
