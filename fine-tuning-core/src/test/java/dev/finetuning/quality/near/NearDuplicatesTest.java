package dev.finetuning.quality.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private static final int ORIGINALS = 3_000;
    private static final int COPIES = 1_000;

    @Test
    void find_copiesWithOnePercentEdits_areFoundAndNothingElse() {
        Random random = new Random(7);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < ORIGINALS; i++) {
            examples.add(text(words(random, 150 + random.nextInt(100))));
        }
        for (int i = 0; i < COPIES; i++) {
            examples.add(text(edited(((TextExample) examples.get(i)).text(), random)));
        }

        List<NearGroup> groups = NearDuplicates.standard().find(examples);

        long right = groups.stream().filter(NearDuplicatesTest::isPlanted).count();
        assertThat((double) right / COPIES).as("recall").isGreaterThanOrEqualTo(0.995);
        assertThat((double) right / groups.size()).as("precision").isGreaterThanOrEqualTo(0.999);
    }

    private static boolean isPlanted(NearGroup group) {
        Set<Integer> indexes = new HashSet<>(Set.of(group.kept().index()));
        group.others().forEach(member -> indexes.add(member.index()));
        int first = indexes.stream().mapToInt(Integer::intValue).min().orElseThrow();
        return indexes.equals(Set.of(first, first + ORIGINALS));
    }

    @Test
    void find_group_keepsTheValidatedOne() {
        String words = words(new Random(1), 80);
        TextExample validated = new TextExample(
                words, ExampleInfo.NONE.withValidation(new Validation("ann", Instant.parse("2026-01-01T00:00:00Z"))));

        List<NearGroup> groups =
                NearDuplicates.standard().find(List.of(text(words + " and more"), validated, text("something else")));

        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.kept().index()).isEqualTo(1);
            assertThat(group.others()).extracting(NearGroup.Member::index).containsExactly(0);
        });
    }

    @Test
    void find_emptyAndShortTexts_resembleOnlyThemselves() {
        List<NearGroup> groups = NearDuplicates.standard()
                .find(List.of(text(""), text(""), text("Hello you"), text("hello, YOU!"), text("Hello me")));

        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.kept().index()).isEqualTo(3);
            assertThat(group.others()).extracting(NearGroup.Member::index).containsExactly(2);
        });
    }

    @Test
    void find_nothing_findsNothing() {
        assertThat(NearDuplicates.standard().find(List.of())).isEmpty();
    }

    /** Li, Owen, Zhang (2012): the error of one permutation is at most that of independent ones. */
    @Test
    void signature_similarSets_agreeInTheJaccardShare() {
        Random random = new Random(3);
        double squares = 0;
        int trials = 400;
        for (int t = 0; t < trials; t++) {
            MinHash left = new MinHash();
            MinHash right = new MinHash();
            int common = 20 + random.nextInt(200);
            int apart = 1 + random.nextInt(100);
            for (int i = 0; i < common + apart; i++) {
                long hash = random.nextLong();
                left.add(hash);
                right.add(i < common ? hash : random.nextLong());
            }
            int[] a = left.signature();
            int[] b = right.signature();
            int same = 0;
            for (int i = 0; i < MinHash.PLACES; i++) {
                same += a[i] == b[i] ? 1 : 0;
            }
            double error = (double) same / MinHash.PLACES - (double) common / (common + 2 * apart);
            squares += error * error;
        }
        assertThat(Math.sqrt(squares / trials)).isLessThan(0.05);
    }

    private static TextExample text(String text) {
        return new TextExample(text, ExampleInfo.NONE);
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            // a natural distribution: few words are frequent, many are rare
            int word = (int) Math.exp(random.nextDouble() * Math.log(20_000));
            text.append('w').append(word).append(i % 12 == 11 ? ". " : " ");
        }
        return text.toString();
    }

    private static String edited(String text, Random random) {
        String[] words = text.split(" ", -1);
        for (int e = 0; e < Math.max(1, words.length / 100); e++) {
            words[random.nextInt(words.length)] = "edit" + random.nextInt(1_000);
        }
        return String.join(" ", words);
    }
}
