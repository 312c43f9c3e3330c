package dev.finetuning.quality.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShinglesTest {
    private static final String ALPHABET = "abcxyzABCXYZ0189 .,-_@[`{/:\n\t\u0000\u007f";
    private static final String MORE = ALPHABET + "\u00e9\u00c9\u4e16\ud83d\ude00\u0130";

    @Test
    void forEach_asciiText_hashesAsCharacterByCharacter() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random, ALPHABET, random.nextInt(200));
            // a buffer is no string and takes the long way
            assertThat(shingles(1 + i % 5, text)).as(text).isEqualTo(shingles(1 + i % 5, CharBuffer.wrap(text)));
        }
    }

    @Test
    void forEach_anyText_asciiWordsAreTheSameBesideOthers() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = text(random, ALPHABET, 1 + random.nextInt(100));
            List<Long> alone = shingles(1, text);
            List<Long> beside = shingles(1, text + " \u00e9t\u00e9 \u4e16");
            assertThat(beside.subList(0, alone.size())).isEqualTo(alone);
            assertThat(beside).hasSize(alone.size() + 2);
            String other = text(random, MORE, random.nextInt(100));
            assertThat(shingles(2, other)).isEqualTo(shingles(2, CharBuffer.wrap(other)));
        }
    }

    @Test
    void forEach_differentWords_hashDifferently() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            words.add(Integer.toString(i * 7919, 36));
            words.add("prefix12" + Integer.toString(i, 36));
        }
        HashSet<Long> hashes = new HashSet<>();
        words.forEach(word -> hashes.addAll(shingles(1, word)));
        assertThat(hashes).hasSize(new HashSet<>(words).size());
        assertThat(shingles(1, "Caf\u00e9 WORD")).isEqualTo(shingles(1, "caf\u00e9 word"));
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static List<Long> shingles(int width, CharSequence text) {
        List<Long> shingles = new ArrayList<>();
        new Shingles(width).forEach(text, shingles::add);
        return shingles;
    }
}
