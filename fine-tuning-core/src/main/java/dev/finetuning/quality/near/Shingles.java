package dev.finetuning.quality.near;

import dev.finetuning.example.Example;
import dev.finetuning.quality.Passage;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * A text as a set of overlapping runs of words, each a 64-bit hash. Words are runs of letters and
 * digits, case does not count; characters of scripts without spaces count as words of their own. The
 * hash of a run rolls on from word to word, so that a text takes one pass.
 */
public final class Shingles {
    private static final long RUN_FACTOR = 0xD6E8FEB86659FD93L;

    private final int width;
    private final long dropFactor;

    /**
     * Runs of so many words.
     *
     * @throws IllegalArgumentException if the width is not between 1 and 64
     */
    public Shingles(int width) {
        if (width < 1 || width > 64) {
            throw new IllegalArgumentException("a shingle has 1 to 64 words, not " + width);
        }
        this.width = width;
        long factor = 1;
        for (int i = 0; i < width; i++) {
            factor *= RUN_FACTOR;
        }
        this.dropFactor = factor;
    }

    /** Hands over every shingle of an example's texts, repeated ones too. */
    public void forEach(Example example, LongConsumer consumer) {
        Roll roll = new Roll(consumer);
        Passage.forEach(example, passage -> roll.text(passage.text()));
        roll.end();
    }

    /** Hands over every shingle of a text, repeated ones too; a shorter text is one shingle. */
    public void forEach(CharSequence text, LongConsumer consumer) {
        Roll roll = new Roll(consumer);
        roll.text(text);
        roll.end();
    }

    /** Hands over every shingle of a text with at least as many words as a shingle has. */
    void forEachWhole(CharSequence text, LongConsumer consumer) {
        new Roll(consumer).text(text);
    }

    /** The set of an example's shingles. */
    ShingleSet setOf(Example example) {
        ShingleSet.Builder set = new ShingleSet.Builder();
        forEach(example, set::add);
        return set.build();
    }

    /** The last words seen, and their hash. */
    private final class Roll {
        private final LongConsumer consumer;
        private final long[] window = new long[width];
        private long run;
        private long words;
        private int next;

        Roll(LongConsumer consumer) {
            this.consumer = consumer;
        }

        void text(CharSequence text) {
            if (text instanceof String string && AsciiWords.mayHold(string)) {
                byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
                if (bytes.length == string.length()) {
                    AsciiWords.forEach(bytes, this::word);
                    return;
                }
            }
            characters(text);
        }

        private void characters(CharSequence text) {
            WordHash word = new WordHash();
            int length = text.length();
            for (int i = 0; i < length; i++) {
                char c = text.charAt(i);
                boolean upper = c >= 'A' && c <= 'Z';
                if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                    word.addAscii(c | 0x20);
                } else if (c > 127 && (Character.isLetterOrDigit(c) || Character.isSurrogate(c))) {
                    word.add(Character.toLowerCase(c));
                    if (c >= '\u2e80' && c < '\ud7b0') {
                        word(word.take());
                    }
                } else if (!word.isEmpty()) {
                    word(word.take());
                }
            }
            if (!word.isEmpty()) {
                word(word.take());
            }
        }

        private void word(long word) {
            long mixed = word ^ word >>> 32;
            run = run * RUN_FACTOR + mixed - window[next] * dropFactor;
            window[next] = mixed;
            next = next + 1 == width ? 0 : next + 1;
            words++;
            if (words >= width) {
                consumer.accept(mix(run));
            }
        }

        void end() {
            if (words > 0 && words < width) {
                consumer.accept(mix(run));
            }
        }
    }

    /** The finaliser of MurmurHash3 (Appleby), so that every bit depends on every bit. */
    private static long mix(long hash) {
        long h = hash;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
