package dev.finetuning.internal.tokens;

import java.util.Arrays;

/**
 * Counts the tokens of texts with a byte-pair encoding. Time is in proportion to the text but for a logarithm where a
 * word is very long, whatever the text. Immutable and thread-safe.
 */
public final class BytePairCounter {
    /** Up to here, looking for the best pair costs less than keeping the pairs in order. */
    private static final int SHORT_WORD = 96;

    private final TokenVocabulary vocabulary;
    private final Words words;

    private BytePairCounter(TokenVocabulary vocabulary, Words words) {
        this.vocabulary = vocabulary;
        this.words = words;
    }

    /** A counter for a vocabulary whose words are of the given kind. */
    public static BytePairCounter of(TokenVocabulary vocabulary, Words words) {
        return new BytePairCounter(vocabulary, words);
    }

    /**
     * The number of tokens of a text. Special tokens count as the text that they are; half a surrogate pair counts as a
     * question mark.
     *
     * @throws ArithmeticException if there are more than {@link Integer#MAX_VALUE}
     */
    public int count(String text) {
        Word word = new Word();
        long count = 0;
        for (int from = 0; from < text.length(); ) {
            int to = words.end(text, from);
            word.take(text, from, to);
            count += word.count();
            from = to;
        }
        return Math.toIntExact(count);
    }

    /** One word at a time: its bytes and the room to merge them in. */
    private final class Word {
        private byte[] bytes = new byte[256];
        private int length;
        private final int[] starts = new int[SHORT_WORD + 1];
        private final int[] ranks = new int[SHORT_WORD + 1];

        void take(String text, int from, int to) {
            int most = (to - from) * 3;
            if (bytes.length < most) {
                bytes = new byte[Math.max(most, bytes.length * 2)];
            }
            int at = 0;
            int i = from;
            for (; i < to && text.charAt(i) < 0x80; i++) {
                bytes[at++] = (byte) text.charAt(i);
            }
            for (; i < to; i++) {
                char c = text.charAt(i);
                if (c < 0x80) {
                    bytes[at++] = (byte) c;
                } else if (c < 0x800) {
                    bytes[at++] = (byte) (0xC0 | (c >> 6));
                    bytes[at++] = (byte) (0x80 | (c & 0x3F));
                } else if (!Character.isSurrogate(c)) {
                    bytes[at++] = (byte) (0xE0 | (c >> 12));
                    bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                    bytes[at++] = (byte) (0x80 | (c & 0x3F));
                } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                    int point = Character.toCodePoint(c, text.charAt(++i));
                    bytes[at++] = (byte) (0xF0 | (point >> 18));
                    bytes[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                    bytes[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                    bytes[at++] = (byte) (0x80 | (point & 0x3F));
                } else {
                    bytes[at++] = '?';
                }
            }
            length = at;
        }

        int count() {
            if (length == 1 || vocabulary.holds(bytes, 0, length)) {
                return 1;
            }
            return length <= SHORT_WORD ? merged() : new LongWord(vocabulary, bytes, length).count();
        }

        /** Merges the pair of the lowest rank, the first of equals, until no pair is a token. */
        private int merged() {
            int parts = length;
            for (int i = 0; i <= parts; i++) {
                starts[i] = i;
            }
            for (int i = 0; i + 1 < parts; i++) {
                ranks[i] = vocabulary.rank(bytes, i, i + 2);
            }
            while (parts > 1) {
                int best = 0;
                for (int i = 1; i + 1 < parts; i++) {
                    if (ranks[i] < ranks[best]) {
                        best = i;
                    }
                }
                if (ranks[best] == TokenVocabulary.NONE) {
                    return parts;
                }
                System.arraycopy(starts, best + 2, starts, best + 1, parts - best - 1);
                if (parts - best - 2 > 0) {
                    System.arraycopy(ranks, best + 2, ranks, best + 1, parts - best - 2);
                }
                parts--;
                if (best + 1 < parts) {
                    ranks[best] = pair(best);
                }
                if (best > 0) {
                    ranks[best - 1] = pair(best - 1);
                }
            }
            return parts;
        }

        private int pair(int part) {
            return vocabulary.rank(bytes, starts[part], starts[part + 2]);
        }
    }

    /** A word too long for looking at every pair before each merge: the pairs wait in a heap, by rank and place. */
    private static final class LongWord {
        private final TokenVocabulary vocabulary;
        private final byte[] bytes;
        private final int length;
        private final int[] next;
        private final int[] previous;
        private final int[] ranks;
        private long[] heap;
        private int waiting;

        LongWord(TokenVocabulary vocabulary, byte[] bytes, int length) {
            this.vocabulary = vocabulary;
            this.bytes = bytes;
            this.length = length;
            next = new int[length + 1];
            previous = new int[length + 1];
            ranks = new int[length];
            heap = new long[length];
        }

        int count() {
            for (int i = 0; i < length; i++) {
                next[i] = i + 1;
                previous[i] = i - 1;
                ranks[i] = TokenVocabulary.NONE;
            }
            for (int i = 0; i + 1 < length; i++) {
                weigh(i);
            }
            int parts = length;
            while (waiting > 0) {
                long lowest = poll();
                int part = (int) lowest;
                // what changed since then is waiting under its new rank as well
                if (ranks[part] != (int) (lowest >>> 32)) {
                    continue;
                }
                int gone = next[part];
                next[part] = next[gone];
                if (next[part] < length) {
                    previous[next[part]] = part;
                }
                ranks[gone] = TokenVocabulary.NONE;
                parts--;
                weigh(part);
                if (previous[part] >= 0) {
                    weigh(previous[part]);
                }
            }
            return parts;
        }

        /** Finds the rank of a part and its next one together. */
        private void weigh(int part) {
            int second = next[part];
            ranks[part] = second < length ? vocabulary.rank(bytes, part, next[second]) : TokenVocabulary.NONE;
            if (ranks[part] != TokenVocabulary.NONE) {
                offer(((long) ranks[part] << 32) | part);
            }
        }

        private void offer(long value) {
            if (waiting == heap.length) {
                heap = Arrays.copyOf(heap, heap.length * 2);
            }
            int at = waiting++;
            while (at > 0) {
                int parent = (at - 1) >>> 1;
                if (heap[parent] <= value) {
                    break;
                }
                heap[at] = heap[parent];
                at = parent;
            }
            heap[at] = value;
        }

        private long poll() {
            long lowest = heap[0];
            long value = heap[--waiting];
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= waiting) {
                    break;
                }
                if (child + 1 < waiting && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= value) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = value;
            return lowest;
        }
    }
}
