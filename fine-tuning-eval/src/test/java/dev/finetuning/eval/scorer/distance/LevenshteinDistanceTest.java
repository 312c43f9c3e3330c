package dev.finetuning.eval.scorer.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevenshteinDistanceTest {
    private static final int[][] ALPHABETS = {
        range('a', 2),
        range('a', 4),
        range('a', 26),
        range(0xE0, 60),
        range(0x4E00, 300),
        {'a', 'b', 0x301, 0x308, 0x1F600, 0x1F601, 0x1F468, 0x200D},
        {'a', 0xD83D, 0xDE00, 0xDE01, 'b', 0xD83E}
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"kitten|sitting|3", "Saturday|Sunday|3", "intention|execution|5", "''|abc|3", "flaw|lawn|2"})
    void between_textbookPairs_isThePublishedDistance(String a, String b, int distance) {
        // kitten/sitting and Saturday/Sunday: Wikipedia, "Levenshtein distance"; intention/execution: Jurafsky &
        // Martin, "Speech and Language Processing", 3rd ed. draft, section 2.5
        assertThat(LevenshteinDistance.between(a, b)).isEqualTo(distance);
    }

    @Test
    void between_emoji_dependsOnTheUnit() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        assertThat(LevenshteinDistance.between(family, "x", TextUnit.UTF16)).isEqualTo(8);
        assertThat(LevenshteinDistance.between(family, "x", TextUnit.CODE_POINT))
                .isEqualTo(5);
        assertThat(LevenshteinDistance.between(family, "x", TextUnit.GRAPHEME)).isEqualTo(1);
        assertThat(LevenshteinDistance.between("e\u0301", "e", TextUnit.GRAPHEME))
                .isEqualTo(1);
        assertThat(LevenshteinDistance.between("ae\u0301", "a\u00E9", TextUnit.CODE_POINT))
                .isEqualTo(2);
    }

    @Test
    void between_surrogatesThatLookShared_areNotCutApart() {
        assertThat(LevenshteinDistance.between("\uD83D\uDE00", "\uD83Dx\uDE00")).isEqualTo(3);
        assertThat(LevenshteinDistance.between("\uD83D\uDE00", "\uD83D\uDE01")).isEqualTo(1);
        assertThat(LevenshteinDistance.between("\uD83D\uDE00", "\uD83E\uDE00")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000})
    void between_randomPairs_equalsThePlainDynamicProgram(int pairs) {
        compareWithPlain(pairs, 20);
    }

    @Test
    @Tag("campaign")
    void between_aMillionRandomPairs_equalsThePlainDynamicProgram() {
        compareWithPlain(1_000_000, 21);
    }

    private static void compareWithPlain(int pairs, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < pairs; i++) {
            int[] alphabet = ALPHABETS[i % ALPHABETS.length];
            int longest = i % 50 == 0 ? 700 : i % 5 == 0 ? 150 : 40;
            String a = text(random, alphabet, random.nextInt(longest));
            String b = random.nextInt(3) == 0
                    ? text(random, alphabet, random.nextInt(longest))
                    : edited(random, alphabet, a, random.nextInt(12));
            int plain = plain(a.codePoints().toArray(), b.codePoints().toArray());
            assertThat(LevenshteinDistance.between(a, b)).as("pair %d", i).isEqualTo(plain);
            int units = plain(a.chars().toArray(), b.chars().toArray());
            assertThat(LevenshteinDistance.between(a, b, TextUnit.UTF16))
                    .as("pair %d", i)
                    .isEqualTo(units);
        }
    }

    @Test
    void between_lengthsAroundMultiplesOf64_equalsThePlainDynamicProgram() {
        Random random = new Random(22);
        for (int multiple = 64; multiple <= 1088; multiple += 64) {
            for (int length = multiple - 2; length <= multiple + 2; length++) {
                int[] alphabet = ALPHABETS[random.nextInt(5)];
                String a = text(random, alphabet, length);
                String b = text(random, alphabet, multiple + random.nextInt(5) - 2);
                assertThat(LevenshteinDistance.between(a, b))
                        .isEqualTo(plain(a.chars().toArray(), b.chars().toArray()));
                String near = edited(random, alphabet, a, random.nextInt(1 + length / 8));
                assertThat(LevenshteinDistance.between(a, near))
                        .isEqualTo(plain(a.chars().toArray(), near.chars().toArray()));
            }
        }
    }

    @Test
    void between_everyPairOfLengths_equalsThePlainDynamicProgram() {
        Random random = new Random(23);
        for (int n = 0; n <= 140; n++) {
            for (int m = 0; m <= 140; m += 1 + random.nextInt(3)) {
                String a = text(random, ALPHABETS[1], n);
                String b = text(random, ALPHABETS[1], m);
                assertThat(LevenshteinDistance.between(a, b))
                        .isEqualTo(plain(a.chars().toArray(), b.chars().toArray()));
            }
        }
    }

    /** Paths of cost about 63 that leave the main diagonals as far as such a path can, early, late and in the middle. */
    @Test
    void between_distancesAroundOneWord_equalsThePlainDynamicProgram() {
        Random random = new Random(26);
        for (int left = 0; left <= 70; left++) {
            for (int right = Math.max(0, 60 - left); right <= 66 - left; right++) {
                String middle = text(random, ALPHABETS[3], 80 + random.nextInt(220));
                String before = text(random, ALPHABETS[3], random.nextInt(90));
                String after = text(random, ALPHABETS[3], random.nextInt(90));
                String a = before + text(random, ALPHABETS[2], left) + middle + after;
                String b = before + middle + text(random, ALPHABETS[2], right) + after;
                int plain = plain(a.chars().toArray(), b.chars().toArray());
                assertThat(LevenshteinDistance.between(a, b))
                        .as("%d and %d", left, right)
                        .isEqualTo(plain);
                assertThat(LevenshteinDistance.between(b, a)).isEqualTo(plain);
                assertThat(LevenshteinDistance.atMost(plain, a, b)).hasValue(plain);
                assertThat(LevenshteinDistance.atMost(plain - 1, a, b)).isEmpty();
            }
        }
    }

    @Test
    void atMost_everyCutoff_agreesWithTheDistance() {
        Random random = new Random(24);
        for (int round = 0; round < 40; round++) {
            int[] alphabet = ALPHABETS[round % 5];
            String a = text(random, alphabet, 1 + random.nextInt(620));
            String b = edited(random, alphabet, a, random.nextInt(1 + a.length() / 3));
            int distance = plain(a.chars().toArray(), b.chars().toArray());
            int longest = Math.max(a.length(), b.length());
            for (int cutoff = 0; cutoff <= longest + 1; cutoff += cutoff < distance + 3 ? 1 : 17) {
                var found = LevenshteinDistance.atMost(cutoff, a, b);
                assertThat(found.isPresent()).as("cutoff %d", cutoff).isEqualTo(distance <= cutoff);
                found.ifPresent(value -> assertThat(value).isEqualTo(distance));
            }
        }
    }

    @Test
    void atMost_negativeCutoff_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LevenshteinDistance.atMost(-1, "a", "b"));
    }

    @Test
    void between_anyTriple_isAMetric() {
        Random random = new Random(25);
        for (int i = 0; i < 2_000; i++) {
            int[] alphabet = ALPHABETS[i % ALPHABETS.length];
            String a = text(random, alphabet, random.nextInt(120));
            String b = edited(random, alphabet, a, random.nextInt(20));
            String c = edited(random, alphabet, b, random.nextInt(20));
            int ab = LevenshteinDistance.between(a, b);
            assertThat(ab).isEqualTo(LevenshteinDistance.between(b, a));
            assertThat(ab == 0).isEqualTo(a.equals(b));
            assertThat(LevenshteinDistance.between(a, c)).isLessThanOrEqualTo(ab + LevenshteinDistance.between(b, c));
        }
    }

    @Test
    void between_tokens_countsTokens() {
        assertThat(LevenshteinDistance.between(new int[] {7, -1, 300_000, 7}, new int[] {7, 300_000, 8, 7}))
                .isEqualTo(2);
    }

    /** The textbook dynamic program, one row at a time. */
    static int plain(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length];
    }

    private static int[] range(int from, int size) {
        int[] symbols = new int[size];
        Arrays.setAll(symbols, i -> from + i);
        return symbols;
    }

    private static String text(Random random, int[] alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private static String edited(Random random, int[] alphabet, String text, int edits) {
        StringBuilder edited = new StringBuilder(text);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(edited.length() + 1);
            String symbol = Character.toString(alphabet[random.nextInt(alphabet.length)]);
            int end = random.nextBoolean() ? at : Math.min(edited.length(), at + 1);
            edited.replace(at, end, random.nextInt(3) == 0 ? "" : symbol);
        }
        return edited.toString();
    }
}
