package dev.finetuning.local.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFeaturesTest {
    @Test
    void of_oneWord_isTheWordAndItsRuns() {
        // "a", and of " a " the one run of three
        assertThat(TextFeatures.of("a")).hasSize(2);
        // two words, one pair; of " ab cd " five runs of three and four of four
        assertThat(TextFeatures.of("ab cd")).hasSize(2 + 1 + 5 + 4);
    }

    @Test
    void of_otherCaseAndPunctuation_isTheSame() {
        assertThat(TextFeatures.of("Where's MY card?!")).isEqualTo(TextFeatures.of("where s my -- card"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "?!", "\uD83D\uDE00", "\uD800", "\u2028"})
    void of_textWithoutWords_isEmpty(String text) {
        assertThat(TextFeatures.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"दिल्ली", "北京天气", "ÀÉÎ", "\uD835\uDC00\uD835\uDC01"})
    void of_otherScripts_hasFeatures(String text) {
        assertThat(TextFeatures.of(text)).isNotEmpty();
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void vector_ofAnyText_hasLengthOneOrZero(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> documents = IntStream.range(0, 10)
                .mapToObj(i -> TextFeatures.of(text(random)))
                .toList();
        Vocabulary vocabulary = Vocabulary.of(documents, 1_000);
        for (int[] document : documents) {
            SparseVector vector = vocabulary.vector(document);
            double squares = 0;
            for (float value : vector.values) {
                squares += value * value;
            }
            assertThat(squares).isCloseTo(vector.size() == 0 ? 0 : 1, within(1e-5));
            assertThat(document).isSorted();
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : ' ' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Test
    void vocabulary_withRoomForFew_keepsTheMostFrequentBelowAll() {
        List<int[]> documents =
                List.of(new int[] {1, 2, 3}, new int[] {1, 2, 4}, new int[] {1, 2, 5}, new int[] {1, 6});

        assertThat(Vocabulary.of(documents, 1).buckets()).containsExactly(2);
        assertThat(Vocabulary.of(documents, 4).buckets()).containsExactly(2);
        assertThat(Vocabulary.of(documents, 5).buckets()).containsExactly(2, 3, 4, 5, 6);
        assertThat(Vocabulary.of(documents, 0).size()).isZero();
    }

    @Test
    void vocabulary_extended_keepsIdsAndWeights() {
        Vocabulary first = Vocabulary.of(List.of(new int[] {1, 2}, new int[] {2, 3}), 100);
        Vocabulary second = first.extended(List.of(new int[] {3, 9}, new int[] {8}), 100);

        assertThat(Arrays.copyOf(second.buckets(), first.size())).isEqualTo(first.buckets());
        assertThat(Arrays.copyOf(second.idf(), first.size())).isEqualTo(first.idf());
        assertThat(second.buckets()).endsWith(8, 9);
    }
}
