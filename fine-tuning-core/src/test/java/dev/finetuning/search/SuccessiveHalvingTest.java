package dev.finetuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.finetuning.cost.Money;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SuccessiveHalvingTest {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .fixed("epochs", 64)
            .realLogarithmic("learning_rate_multiplier", 0.01, 100)
            .build();

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final CurvePipeline provider = new CurvePipeline(time);

    @Test
    void goesOn_amongTheBestQuarterOrTheBest() {
        SuccessiveHalving rule = SuccessiveHalving.byEpochs(1);

        assertThat(rule.at(0)).isEqualTo(1);
        assertThat(rule.at(3)).isEqualTo(64);
        assertThat(rule.eta(3).at(2)).isEqualTo(9);
        assertThat(rule.goesOn(0.9, List.of(0.9))).as("the first one").isTrue();
        assertThat(rule.goesOn(0.9, List.of(0.9, 0.8))).isFalse();
        assertThat(rule.goesOn(0.8, List.of(0.9, 0.8))).isTrue();
        List<Double> eight = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8);
        assertThat(rule.goesOn(0.2, eight)).as("the second of eight").isTrue();
        assertThat(rule.goesOn(0.3, eight)).as("the third of eight").isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> SuccessiveHalving.bySteps(0));
        assertThatIllegalArgumentException().isThrownBy(() -> rule.eta(1));
    }

    private HyperparameterSearch.Builder search(int trials, int parallel) {
        InMemoryJournal journal = new InMemoryJournal();
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder, provider, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .pace(PollPace.every(Duration.ofSeconds(10)))
                .build();
        return HyperparameterSearch.builder("search", journal, runs)
                .space(SPACE)
                .plan(HyperparameterSearchTest::plan)
                .trials(trials)
                .parallel(parallel)
                .clock(time);
    }

    @Test
    void run_stoppingHopelessTrials_findsTheSameWinnerForAFractionOfTheMoney() throws Exception {
        SearchResult full = search(32, 4).build().run();
        SearchResult stopped =
                search(32, 4).stopping(SuccessiveHalving.byEpochs(1)).build().run();

        assertThat(stopped.winner().orElseThrow().settings())
                .isEqualTo(full.winner().orElseThrow().settings());
        assertThat(stopped.trials()).hasSize(32).extracting(Trial::outcome).contains(Trial.Outcome.STOPPED);
        assertThat(full.spent()).contains(Money.usd("2048"));
        double share = stopped.spent().orElseThrow().amount().doubleValue() / 2048;
        System.out.printf("successive halving trained %.0f %% of what all trials to their ends do%n", 100 * share);
        assertThat(share).isLessThan(0.5);
        assertThat(stopped.trials())
                .filteredOn(trial -> trial.outcome() == Trial.Outcome.STOPPED)
                .allSatisfy(trial -> {
                    assertThat(trial.value()).isPresent();
                    assertThat(trial.note()).contains("stopped at rung");
                    assertThat(trial.version()).isEmpty();
                });
    }

    @Test
    void run_oneAfterAnother_stopsWhatIsWorseThanTheBestSoFar() throws Exception {
        SearchResult result =
                search(12, 1).stopping(SuccessiveHalving.bySteps(10)).build().run();

        assertThat(result.trials().get(0).outcome()).isEqualTo(Trial.Outcome.MEASURED);
        double best = Double.MAX_VALUE;
        for (Trial trial : result.trials()) {
            double own = Math.abs(Math.log10(trial.settings().number("learning_rate_multiplier")));
            if (own < best) {
                assertThat(trial.outcome()).as("the best so far").isEqualTo(Trial.Outcome.MEASURED);
            }
            best = Math.min(best, own);
        }
        assertThat(result.ranked().size()).isLessThan(12);
        assertThat(result.winner().orElseThrow().settings().number("learning_rate_multiplier"))
                .satisfies(multiplier ->
                        assertThat(Math.abs(Math.log10(multiplier))).isLessThan(0.5));
    }

    @Test
    void build_stoppingByWhatOnlyTheEndShows_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> search(4, 1)
                        .objective(Objective.scoreCard("accuracy", Direction.HIGHER_IS_BETTER))
                        .stopping(SuccessiveHalving.byEpochs(1))
                        .build())
                .withMessageContaining("accuracy");
    }
}
