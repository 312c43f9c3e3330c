package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.Estimate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {
    @Test
    void bradleyTerry_threeModels_equalsTheMaximumLikelihood() {
        BradleyTerry games = BradleyTerry.withoutPrior();
        play(games, "A", "B", 7, 3);
        play(games, "A", "C", 8, 2);
        play(games, "B", "C", 6, 4);
        // SciPy 1.17.1: scipy.optimize.minimize (BFGS) of the negative log-likelihood
        assertThat(games.strengths().get("A")).isCloseTo(0.59711142, within(1e-7));
        assertThat(games.strengths().get("B")).isCloseTo(0.24528763, within(1e-7));
        assertThat(games.strengths().get("C")).isCloseTo(0.15760095, within(1e-7));
        assertThat(games.strengths().keySet()).containsExactly("A", "B", "C");
    }

    @Test
    void bradleyTerry_fourModels_equalsChoix() {
        BradleyTerry games = BradleyTerry.withoutPrior();
        play(games, "A", "B", 5, 2);
        play(games, "B", "C", 4, 3);
        play(games, "C", "D", 6, 1);
        play(games, "A", "D", 7, 2);
        // choix 0.4.1: ilsr_pairwise(4, data, tol=1e-14), exponentiated and normed to 1
        assertThat(games.strengths().get("A")).isCloseTo(0.41689670559260983, within(1e-9));
        assertThat(games.strengths().get("B")).isCloseTo(0.24601137399298234, within(1e-9));
        assertThat(games.strengths().get("C")).isCloseTo(0.26014995194226237, within(1e-9));
        assertThat(games.strengths().get("D")).isCloseTo(0.07694196847214556, within(1e-9));
        double sum = games.strengths().values().stream().mapToDouble(s -> s).sum();
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void sequential_goldenStreams_equalTheFormula() {
        SequentialTest conversions = new SequentialTest(0.05);
        SequentialTest feedback = new SequentialTest(0.05);
        for (int i = 0; i < 80; i++) {
            if (i < 60) {
                conversions.addControl(i % 4 == 0 ? 1 : 0);
                conversions.addTreatment(i % 4 == 0 ? 0 : 1);
            }
            feedback.addControl(i % 5 / 10.0);
            feedback.addTreatment(i % 5 / 10.0 + 0.4);
        }
        // SciPy 1.17.1: the products of beta functions by scipy.special.betaln over the pooled likelihood
        assertThat(conversions.pValue()).isCloseTo(7.921126420503849e-06, within(1e-12));
        assertThat(feedback.pValue()).isCloseTo(6.647646825055502e-05, within(1e-11));
    }

    @Test
    void bradleyTerry_winnerOfEverything_staysFinite() {
        BradleyTerry games = new BradleyTerry();
        play(games, "A", "B", 10, 0);
        assertThat(games.strengths().get("A")).isBetween(0.8, 0.999);
        games.add(Comparison.of(Evaluations.of("B", 0, 0, 1), Evaluations.of("C", 1, 0, 1)));
        assertThat(games.strengths().keySet()).containsExactly("A", "C", "B");
    }

    @Test
    void ladder_barAndMoney_chooseTheCheapestRung() {
        Rung base = new Rung("base", Evaluations.of("base", scores(0.5)), 0.001);
        Rung fewShot = new Rung("few-shot", Evaluations.of("few", scores(0.7)), 0.004);
        Rung tuned = new Rung("tuned", Evaluations.of("tuned", scores(0.9)), 0.002);
        Ladder ladder = new Ladder(List.of(fewShot, tuned, base), "M");
        assertThat(ladder.scores().keySet()).containsExactly("base", "tuned", "few-shot");
        assertThat(ladder.cheapestReaching(0.6)).contains(tuned);
        assertThat(ladder.cheapestReaching(0.95)).isEmpty();
        double mean = ladder.scores().get("tuned").value();
        assertThat(ladder.cheapestReaching(mean)).contains(tuned);
        assertThat(ladder.cheapestSurelyReaching(mean)).isEmpty();
        assertThat(ladder.worthwhile()).containsExactly(base, tuned);
        assertThat(ladder.steps(ComparisonSettings.DEFAULT).get("tuned").verdict())
                .isEqualTo(Verdict.BETTER);
        assertThatIllegalArgumentException().isThrownBy(() -> new Ladder(List.of(base), "other"));
    }

    @Test
    void sequential_clearDifference_isDecidedAndStaysSo() {
        SequentialTest test = new SequentialTest(0.05);
        Random random = new Random(1);
        int looks = 0;
        while (test.verdict() == Verdict.UNDECIDED && looks++ < 5_000) {
            test.addControl(random.nextDouble() < 0.3 ? 1 : 0);
            test.addTreatment(random.nextDouble() < 0.5 ? 1 : 0);
        }
        assertThat(test.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(looks).isLessThan(600);
        double p = test.pValue();
        test.addTreatment(0);
        assertThat(test.pValue()).isEqualTo(p);
    }

    @Test
    void sequential_noDifferenceLookedAtEveryTime_isRarelyMistaken() {
        Random random = new Random(2);
        long mistaken = IntStream.range(0, 400)
                .filter(round -> {
                    SequentialTest test = new SequentialTest(0.05);
                    for (int i = 0; i < 400; i++) {
                        test.addControl(random.nextDouble());
                        test.addTreatment(random.nextDouble() < 0.5 ? 1 : 0);
                    }
                    return test.verdict() != Verdict.UNDECIDED;
                })
                .count();
        assertThat(mistaken).isLessThanOrEqualTo(20);
    }

    @Test
    void sequential_interval_holdsTheDifferenceAllAlong() {
        Random random = new Random(3);
        for (int round = 0; round < 40; round++) {
            SequentialTest test = new SequentialTest(0.05);
            for (int i = 0; i < 300; i++) {
                test.addControl(random.nextDouble() < 0.2 ? 1 : 0);
                test.addTreatment(random.nextDouble() < 0.6 ? 1 : 0);
            }
            Estimate difference = test.difference();
            assertThat(0.4).isBetween(difference.low(), difference.high());
            assertThat(difference.value()).isBetween(difference.low(), difference.high());
        }
    }

    // SciPy 1.17.1: scipy.special.gammaln
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1.5, -0.12078223763524526", "10, 12.801827480081469", "1000.25, 5906.9472682711175"})
    void logGamma_goldenValues_equalsScipy(double x, double value) {
        assertThat(LogGamma.of(x)).isCloseTo(value, within(1e-7));
    }

    private static double[] scores(double middle) {
        return new Random(4).doubles(40, middle - 0.1, middle + 0.1).toArray();
    }

    private static void play(BradleyTerry games, String first, String second, int wins, int losses) {
        IntStream.range(0, wins).forEach(i -> games.add(first, second, 1));
        IntStream.range(0, losses).forEach(i -> games.add(first, second, 0));
    }
}
