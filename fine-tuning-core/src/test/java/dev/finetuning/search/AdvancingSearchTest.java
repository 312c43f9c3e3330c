package dev.finetuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.finetuning.cost.Money;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.FineTuningRunsBuilder;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.testing.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that a scheduler moves step by step, each step as after a restart. */
class AdvancingSearchTest {
    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final CurvePipeline provider = new CurvePipeline(time);

    private FineTuningRunsBuilder runs(Journal kept, CurvePipeline trains) {
        return FineTuningRuns.builder(kept, folder, trains, JournaledModelRegistry.open(kept))
                .clock(time)
                .sleeper(time);
    }

    private HyperparameterSearch.Builder search(FineTuningRuns runs) {
        return HyperparameterSearch.builder("search", journal, runs)
                .space(HyperparameterSearchTest.SPACE)
                .plan(HyperparameterSearchTest::plan)
                .trials(5)
                .parallel(2)
                .clock(time);
    }

    private HyperparameterSearch.Builder search() {
        return search(runs(journal, provider).build());
    }

    private SearchResult toTheEnd() {
        return toTheEnd(() -> search().build());
    }

    private SearchResult toTheEnd(Supplier<HyperparameterSearch> search) {
        SearchResult result = search.get().advance();
        for (int i = 0; i < 500 && (result.end().isEmpty() || !result.open().isEmpty()); i++) {
            time.advance(Duration.ofSeconds(20));
            result = search.get().advance();
        }
        return result;
    }

    @Test
    void advance_againAndAgain_findsWhatOneCallOfRunFinds() throws Exception {
        InMemoryJournal other = new InMemoryJournal();
        SearchResult atOnce = HyperparameterSearch.builder(
                        "search", other, runs(other, new CurvePipeline(time)).build())
                .space(HyperparameterSearchTest.SPACE)
                .plan(HyperparameterSearchTest::plan)
                .trials(5)
                .build()
                .run();

        SearchResult result = toTheEnd();

        assertThat(result.trials())
                .extracting(Trial::settings, Trial::outcome, Trial::value, Trial::cost)
                .isEqualTo(atOnce.trials().stream()
                        .map(trial -> tuple(trial.settings(), trial.outcome(), trial.value(), trial.cost()))
                        .toList());
        assertThat(result.end()).contains(SearchResult.End.TRIALS);
        assertThat(provider.created()).isEqualTo(5);
        assertThat(provider.mostAtOnce()).isEqualTo(2);
    }

    @Test
    void advance_budgetForThreeTrials_waitsForBillsAndEndsWithIt() {
        SearchResult result = toTheEnd(() -> search().budget(Money.usd("13")).build());

        assertThat(result.trials()).hasSize(3).extracting(Trial::outcome).containsOnly(Trial.Outcome.MEASURED);
        assertThat(result.end()).contains(SearchResult.End.BUDGET);
        assertThat(provider.created()).isEqualTo(3);
    }

    @Test
    void cancel_whileTwoTrialsAreUnderWay_endsThemAndBeginsNothingMore() {
        search().build().advance();
        time.advance(Duration.ofSeconds(20));
        search().build().advance();
        int created = provider.created();

        SearchResult asked = search().build().cancel("ann");
        SearchResult result = toTheEnd();

        assertThat(asked.end()).contains(SearchResult.End.CANCELLED);
        assertThat(result.trials()).hasSize(2).extracting(Trial::outcome).containsOnly(Trial.Outcome.CANCELLED);
        assertThat(provider.created()).isEqualTo(created);
        assertThat(search().trials(9).build().advance().end()).contains(SearchResult.End.CANCELLED);
    }

    @Test
    void cancel_beforeARunHasBegun_startsNone() {
        search().build().cancel("ann");

        SearchResult result = search().build().advance();

        assertThat(result.trials()).isEmpty();
        assertThat(result.end()).contains(SearchResult.End.CANCELLED);
        assertThat(provider.created()).isZero();
    }

    @Test
    void advance_withFreshDataAfterTheEnd_promotesTheWinnerInTheNameOfWhoWantsIt() {
        FineTuningRuns judged = runs(journal, provider)
                .evaluation(RunEvaluation.of(
                        Set.of("accuracy"),
                        task -> RunEvaluation.Result.of(List.of(ScoreCard.of(
                                "accuracy",
                                0.8,
                                Direction.HIGHER_IS_BETTER,
                                task.test().size(),
                                time.instant())))))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.5)), Alias.PRODUCTION)
                .build();
        SearchResult measured = toTheEnd(() -> search(judged).build());
        assertThat(measured.fresh()).isEmpty();

        SearchResult result = search(judged)
                .freshData(HyperparameterSearchTest.examples("fresh", 30))
                .by(Author.of("ann", "the best of five"))
                .build()
                .advance();

        assertThat(result.fresh()).get().extracting(FreshMeasurement::promoted).isEqualTo(true);
        assertThat(registry.history("support"))
                .filteredOn(RegistryEvent.AliasMoved.class::isInstance)
                .extracting(event -> event.by().who(), event -> event.by().why())
                .containsExactly(tuple("ann", "the best of five"));
    }
}
