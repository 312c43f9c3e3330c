package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
    void bradleyTerry_winnerOfEverything_staysFinite() {
        BradleyTerry games = new BradleyTerry();
        play(games, "A", "B", 10, 0);
        assertThat(games.strengths().get("A")).isBetween(0.8, 0.999);
        games.add(Comparison.of(Evaluations.of("B", 0, 0, 1), Evaluations.of("C", 1, 0, 1)));
        assertThat(games.strengths().keySet()).containsExactly("A", "C", "B");
    }

    @Test
    void ladder_thresholdAndMoney_chooseTheCheapestRung() {
        PricedEvaluation base = new PricedEvaluation("base", Evaluations.of("base", scores(0.5)), 0.001);
        PricedEvaluation fewShot = new PricedEvaluation("few-shot", Evaluations.of("few", scores(0.7)), 0.004);
        PricedEvaluation tuned = new PricedEvaluation("tuned", Evaluations.of("tuned", scores(0.9)), 0.002);
        CostFrontier frontier = new CostFrontier(List.of(fewShot, tuned, base), "M");
        assertThat(frontier.scores().keySet()).containsExactly("base", "tuned", "few-shot");
        assertThat(frontier.cheapestReaching(0.6)).contains(tuned);
        assertThat(frontier.cheapestReaching(0.95)).isEmpty();
        double mean = frontier.scores().get("tuned").value();
        assertThat(frontier.cheapestReaching(mean)).contains(tuned);
        assertThat(frontier.cheapestSurelyReaching(mean)).isEmpty();
        assertThat(frontier.efficient()).containsExactly(base, tuned);
        assertThat(frontier.steps(ComparisonSettings.DEFAULT).get("tuned").verdict())
                .isEqualTo(Verdict.BETTER);
        assertThatIllegalArgumentException().isThrownBy(() -> new CostFrontier(List.of(base), "other"));
    }

    private static double[] scores(double middle) {
        return new Random(4).doubles(40, middle - 0.1, middle + 0.1).toArray();
    }

    private static void play(BradleyTerry games, String first, String second, int wins, int losses) {
        IntStream.range(0, wins).forEach(i -> games.add(first, second, 1));
        IntStream.range(0, losses).forEach(i -> games.add(first, second, 0));
    }
}
