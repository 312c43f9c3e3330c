package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.human.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for statistics whatever the data. */
class StatisticsPropertiesTest {
    private static final int ROUNDS = 200;

    @Test
    void mcNemar_moreLopsided_isNeverLessSignificant() {
        for (int n = 1; n <= 60; n++) {
            for (int k = 1; k <= n / 2; k++) {
                assertThat(McNemar.of(k - 1, n - k + 1).pValue())
                        .isLessThanOrEqualTo(McNemar.of(k, n - k).pValue());
            }
        }
    }

    @Test
    void permutation_signsFlippedScaledAndShuffled_givesTheSame() {
        Random random = new Random(41);
        for (int round = 0; round < 60; round++) {
            double[] values = random.doubles(1 + random.nextInt(11), -1, 1).toArray();
            double p = PermutationTest.pValue(values, 1, 0);
            assertThat(p).isGreaterThan(0).isLessThanOrEqualTo(1);
            double[] flipped = Arrays.stream(values).map(v -> -3 * v).toArray();
            assertThat(PermutationTest.pValue(flipped, 1, 0)).isEqualTo(p);
            List<Double> shuffled =
                    new ArrayList<>(Arrays.stream(values).boxed().toList());
            Collections.shuffle(shuffled, random);
            double[] other = shuffled.stream().mapToDouble(v -> v).toArray();
            assertThat(PermutationTest.pValue(other, 1, 0)).isEqualTo(p);
        }
    }

    @Test
    void ofNumbers_shiftedAndScaled_shiftsAndScalesTheInterval() {
        Random random = new Random(42);
        for (int round = 0; round < 20; round++) {
            double[] values = random.doubles(2 + random.nextInt(30)).toArray();
            Estimate plain = Estimate.ofNumbers(clusters(values));
            double[] moved = Arrays.stream(values).map(v -> 2 * v + 1).toArray();
            Estimate changed = Estimate.ofNumbers(clusters(moved));
            assertThat(changed.value()).isCloseTo(2 * plain.value() + 1, within(1e-9));
            assertThat(changed.low()).isCloseTo(2 * plain.low() + 1, within(1e-9));
            assertThat(changed.high()).isCloseTo(2 * plain.high() + 1, within(1e-9));
            assertThat(plain.value()).isBetween(plain.low(), plain.high());
        }
    }

    @Test
    void share_anyCounts_holdsTheShareWithinZeroAndOne() {
        for (int n = 1; n <= 60; n++) {
            for (int k = 0; k <= n; k++) {
                Estimate share = Estimate.share(k, n);
                Estimate mirrored = Estimate.share(n - k, n);
                assertThat(share.low()).isBetween(0.0, share.value());
                assertThat(share.high()).isBetween(share.value(), 1.0);
                assertThat(mirrored.low()).isCloseTo(1 - share.high(), within(1e-12));
            }
        }
    }

    @Test
    void holm_anyPValues_growsKeepsOrderAndStaysBelowBonferroni() {
        Random random = new Random(43);
        for (int round = 0; round < ROUNDS; round++) {
            double[] p = random.doubles(1 + random.nextInt(8)).toArray();
            double[] adjusted = Holm.adjust(p);
            for (int i = 0; i < p.length; i++) {
                assertThat(adjusted[i]).isBetween(p[i], Math.min(1, p[i] * p.length));
                for (int j = 0; j < p.length; j++) {
                    if (p[i] < p[j]) {
                        assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Agreement.Scale.class)
    void agreement_ratersSwappedAndRatingsStretched_staysTheSame(Agreement.Scale scale) {
        Random random = new Random(44);
        for (int round = 0; round < ROUNDS; round++) {
            List<List<Double>> items = new ArrayList<>();
            List<List<Double>> changed = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                List<Double> ratings = new ArrayList<>(IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(r -> (double) random.nextInt(4))
                        .toList());
                items.add(List.copyOf(ratings));
                Collections.shuffle(ratings, random);
                changed.add(ratings.stream().map(r -> 2 * r + 5).toList());
            }
            double alpha = Agreement.alpha(items, scale);
            assertThat(alpha).isLessThanOrEqualTo(1);
            assertThat(Agreement.alpha(changed, scale)).isCloseTo(alpha, within(1e-9));
        }
    }

    @Test
    void bradleyTerry_anyGames_sumsToOneWhateverTheOrder() {
        Random random = new Random(45);
        for (int round = 0; round < 30; round++) {
            List<int[]> games = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int first = random.nextInt(5);
                games.add(new int[] {first, (first + 1 + random.nextInt(4)) % 5, random.nextInt(3)});
            }
            BradleyTerry there = new BradleyTerry();
            BradleyTerry back = new BradleyTerry();
            games.forEach(game -> there.add("m" + game[0], "m" + game[1], game[2] / 2.0));
            Collections.shuffle(games, random);
            games.forEach(game -> back.add("m" + game[1], "m" + game[0], 1 - game[2] / 2.0));
            double sum = there.strengths().values().stream().mapToDouble(s -> s).sum();
            assertThat(sum).isCloseTo(1, within(1e-9));
            there.strengths()
                    .forEach((model, strength) ->
                            assertThat(back.strengths().get(model)).isCloseTo(strength, within(1e-9)));
        }
    }

    private static List<double[]> clusters(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v}).toList();
    }
}
