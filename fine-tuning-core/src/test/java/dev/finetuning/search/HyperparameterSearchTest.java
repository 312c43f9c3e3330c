package dev.finetuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.FineTuningRunsBuilder;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunPlan;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.follow.PollPace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches over runs at a provider whose losses are known beforehand, on a clock that moves by itself. */
@Timeout(60)
class HyperparameterSearchTest {
    static final SearchSpace SPACE = SearchSpace.builder()
            .fixed("epochs", 4)
            .realLogarithmic("learning_rate_multiplier", 0.01, 100)
            .build();

    @TempDir
    Path folder;

    final ManualTime time = ManualTime.create();
    final InMemoryJournal journal = new InMemoryJournal();
    final ModelRegistry registry = JournaledModelRegistry.open(journal);
    final CurvePipeline provider = new CurvePipeline(time);

    FineTuningRunsBuilder runsOn(Journal kept) {
        return FineTuningRuns.builder(kept, folder, provider, JournaledModelRegistry.open(kept))
                .clock(time)
                .sleeper(time)
                .pace(PollPace.every(Duration.ofSeconds(20)));
    }

    HyperparameterSearch.Builder search(Journal kept) {
        return HyperparameterSearch.builder("search", kept, runsOn(kept).build())
                .space(SPACE)
                .plan(HyperparameterSearchTest::plan)
                .clock(time);
    }

    static RunPlan.Builder plan(Settings settings) {
        return RunPlan.builder("support", "base", examples("train", 20))
                .validation(examples("validation", 5))
                .request(request -> request.hyperparameters(settings.hyperparameters()))
                .cost(estimate((int) settings.number("epochs")));
    }

    /** A dollar for 1,000 tokens, of which an epoch takes 1,000. */
    private static CostEstimate estimate(int epochs) {
        ModelPrice price = ModelPrice.builder("base", LocalDate.of(2026, 11, 1))
                .training(Money.usd("1000"))
                .build();
        TokenStatistics tokens = new TokenStatistics(
                20, new TokenCount(CurvePipeline.TOKENS_PER_EPOCH, 500, 0), Map.of(), 50, 50, 50, 50, "exact", true);
        return new CostEstimate("base", tokens, epochs, Optional.of(price));
    }

    static List<Example> examples(String what, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> (Example)
                        ChatExample.of(Message.user(what + " question " + i), Message.assistant("answer " + i)))
                .toList();
    }

    @Test
    void run_byDefault_triesEightAndTheSmallestLossWins() throws Exception {
        SearchResult result = search(journal).build().run();

        assertThat(result.trials()).hasSize(8).allSatisfy(trial -> {
            assertThat(trial.outcome()).isEqualTo(Trial.Outcome.MEASURED);
            assertThat(trial.value().getAsDouble())
                    .isCloseTo(
                            CurvePipeline.finalLoss(4, trial.settings().number("learning_rate_multiplier")),
                            within(1e-12));
            assertThat(trial.cost()).contains(Money.usd("4"));
            assertThat(trial.bestCheckpoint()).get().satisfies(best -> {
                assertThat(best.step()).isEqualTo(40);
                assertThat(best.modelId()).get().asString().endsWith("-at-4");
            });
        });
        double best = result.trials().stream()
                .mapToDouble(trial -> trial.value().getAsDouble())
                .min()
                .orElseThrow();
        assertThat(result.winner().orElseThrow().value()).hasValue(best);
        assertThat(result.ranked())
                .extracting(trial -> trial.value().getAsDouble())
                .isSorted();
        assertThat(result.bestSoFar().get(7)).hasValue(best);
        assertThat(result.end()).contains(SearchResult.End.TRIALS);
        assertThat(provider.created()).isEqualTo(8);
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).isEmpty();
        assertThat(result.toString()).contains("8 of 8 trials", "32.00 USD");
    }

    @Test
    void run_budgetForEightOfTwelve_endsWithItAndGoesOnWithMore() throws Exception {
        SearchResult result = search(journal)
                .trials(12)
                .parallel(3)
                .budget(Money.usd("35"))
                .build()
                .run();

        assertThat(result.trials()).hasSize(8).extracting(Trial::outcome).containsOnly(Trial.Outcome.MEASURED);
        assertThat(result.spent()).contains(Money.usd("32"));
        assertThat(result.end()).contains(SearchResult.End.BUDGET);
        assertThat(provider.created()).isEqualTo(8);
        assertThat(provider.mostAtOnce()).isLessThanOrEqualTo(3);

        SearchResult more =
                search(journal).trials(12).budget(Money.usd("48")).build().run();

        assertThat(more.trials()).hasSize(12);
        assertThat(more.trials().subList(0, 8)).isEqualTo(result.trials());
        assertThat(more.end()).contains(SearchResult.End.TRIALS);
        assertThat(provider.created()).isEqualTo(12);
    }

    @Test
    void run_threeInParallel_areUnderWayTogether() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        FineTuningRuns runs = runsOn(journal)
                .evaluation(task -> {
                    try {
                        together.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                        throw new IllegalStateException("no three trials are evaluated at once", e);
                    }
                    return RunEvaluation.Result.of(List.of());
                })
                .build();

        SearchResult result = HyperparameterSearch.builder("search", journal, runs)
                .space(SPACE)
                .plan(HyperparameterSearchTest::plan)
                .trials(6)
                .parallel(3)
                .build()
                .run();

        assertThat(result.trials()).hasSize(6).extracting(Trial::outcome).containsOnly(Trial.Outcome.MEASURED);
        assertThat(provider.mostAtOnce()).isLessThanOrEqualTo(3);
    }

    @Test
    void run_budgetButNoPrice_isRefusedBeforeAnythingIsPaid() {
        HyperparameterSearch unpriced = search(journal)
                .budget(Money.usd("35"))
                .plan(settings -> RunPlan.builder("support", "base", examples("train", 20)))
                .build();

        assertThatThrownBy(unpriced::run).isInstanceOf(UnknownPriceException.class);
        assertThat(provider.created()).isZero();
    }

    @Test
    void run_trialsThatFailOrDivergeOrAreRefused_neverWinAndEndNothing() throws Exception {
        SearchSpace space = SearchSpace.builder()
                .choice("learning_rate_multiplier", 1.0, 10.0)
                .choice("epochs", 4, 100)
                .choice("what", "works", "fails", "diverges")
                .build();
        SearchResult result = search(journal)
                .space(space)
                .strategy(SearchStrategy.grid())
                .trials(12)
                .plan(settings -> plan(settings)
                        .request(request -> request.hyperparameters(new Settings(Map.of(
                                        "epochs",
                                        settings.number("epochs"),
                                        "learning_rate_multiplier",
                                        settings.number("learning_rate_multiplier"),
                                        settings.text("what"),
                                        true))
                                .hyperparameters())))
                .build()
                .run();

        assertThat(result.trials())
                .extracting(Trial::outcome)
                .containsExactly(
                        Trial.Outcome.MEASURED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.NOT_MEASURED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.MEASURED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.NOT_MEASURED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.FAILED,
                        Trial.Outcome.FAILED);
        assertThat(result.trials().get(1).note()).contains("as it was told to");
        assertThat(result.trials().get(3).note()).contains("epochs");
        assertThat(result.trials().get(3).cost()).contains(Money.usd("0"));
        assertThat(result.winner()).get().extracting(Trial::number).isEqualTo(0);
        assertThat(result.ranked()).extracting(Trial::number).containsExactly(0, 6);
    }

    @Test
    void run_evaluationThatFailsForOneModel_failsThatTrialOnly() throws Exception {
        FineTuningRuns runs = runsOn(journal)
                .evaluation(task -> {
                    if (task.candidate().id().equals("tuned-job-1")) {
                        throw new IllegalStateException("a scorer cannot cope with it");
                    }
                    return RunEvaluation.Result.of(List.of());
                })
                .build();
        SearchResult result = HyperparameterSearch.builder("search", journal, runs)
                .space(SPACE)
                .plan(HyperparameterSearchTest::plan)
                .trials(3)
                .build()
                .run();

        assertThat(result.trials())
                .extracting(Trial::outcome)
                .containsExactly(Trial.Outcome.CANCELLED, Trial.Outcome.MEASURED, Trial.Outcome.MEASURED);
        assertThat(result.trials().get(0).cost()).contains(Money.usd("4"));
    }

    @Test
    void run_finiteSpace_triesNothingTwice() throws Exception {
        SearchSpace space = SearchSpace.builder().whole("epochs", 1, 5).build();

        SearchResult result = search(journal).space(space).trials(20).build().run();

        assertThat(result.trials())
                .extracting(trial -> trial.settings().number("epochs"))
                .containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0);
        assertThat(result.end()).contains(SearchResult.End.SPACE);
    }

    /** A score of 0.5 to 0.9 by the final loss; on the data of the search by luck 0.05 more for the winner. */
    private RunEvaluation flattering(String lucky) {
        return RunEvaluation.of(Set.of("accuracy"), task -> {
            double honest = 0.5 + task.candidate().id().length() * 0.001;
            double luck = task.candidate().id().equals(lucky) && task.test().size() == 10 ? 0.05 : 0;
            return RunEvaluation.Result.of(List.of(ScoreCard.of(
                                    "accuracy",
                                    honest + luck,
                                    Direction.HIGHER_IS_BETTER,
                                    task.test().size(),
                                    time.instant())
                            .withSource("set of " + task.test().size())))
                    .costing(Money.usd("0.50"));
        });
    }

    private SearchResult searched(double threshold) throws InterruptedException {
        FineTuningRuns runs = runsOn(journal)
                .evaluation(flattering("tuned-job-2"))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", threshold)), Alias.PRODUCTION)
                .build();
        return HyperparameterSearch.builder("search", journal, runs)
                .space(SPACE)
                .plan(settings -> plan(settings).test(examples("selection", 10)))
                .objective(Objective.scoreCard("accuracy", Direction.HIGHER_IS_BETTER))
                .freshData(examples("fresh", 30))
                .trials(4)
                .build()
                .run();
    }

    @Test
    void run_winnerOnFreshData_isNotFlatteredAndThenPromoted() throws Exception {
        SearchResult result = searched(0.5);

        assertThat(result.winner()).get().extracting(Trial::number).isEqualTo(1);
        FreshMeasurement fresh = result.fresh().orElseThrow();
        assertThat(fresh.trial()).isEqualTo(1);
        assertThat(fresh.promoted()).isTrue();
        FreshMeasurement.Metric accuracy = fresh.metric("accuracy").orElseThrow();
        assertThat(accuracy.cases()).isEqualTo(30);
        assertThat(accuracy.optimism().getAsDouble()).isCloseTo(0.05, within(1e-9));
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).get().satisfies(version -> {
            assertThat(version.version().toString()).isEqualTo(fresh.version());
            assertThat(version.score("accuracy").orElseThrow().n()).isEqualTo(30);
        });
        assertThat(result.spent()).contains(Money.usd("18"));
        assertThat(searched(0.5)).usingRecursiveComparison().isEqualTo(result);
    }

    @Test
    void run_winnerThatOnlyLuckMadeGoodEnough_isNotPromoted() throws Exception {
        SearchResult result = searched(0.54);

        assertThat(result.winner().orElseThrow().value().getAsDouble()).isGreaterThan(0.55);
        assertThat(result.fresh()).get().satisfies(fresh -> {
            assertThat(fresh.promoted()).isFalse();
            assertThat(fresh.note()).contains("accuracy");
        });
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).isEmpty();
    }

    @Test
    void run_planThatUsesFreshData_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> search(journal)
                        .freshData(examples("validation", 2))
                        .build()
                        .run())
                .withMessageContaining("validates on 2 of the examples");
        assertThat(provider.created()).isZero();
    }

    @Test
    void run_underTheNameOfAnotherSearch_isRefused() throws Exception {
        search(journal).trials(1).build().run();

        assertThatIllegalStateException()
                .isThrownBy(() -> search(journal).seed(7).build().run())
                .withMessageContaining("use another name");
    }

    @Test
    void run_diesAtEachOfItsEntries_triesNothingTwiceAndFindsTheSame() throws Exception {
        SearchResult undisturbed = search(journal).trials(3).parallel(1).build().run();
        int entries = 0;
        boolean died = true;
        while (died) {
            InMemoryJournal kept = new InMemoryJournal();
            CurvePipeline own = new CurvePipeline(time);
            AtomicInteger left = new AtomicInteger(entries++);
            died = diesOn(kept, own, left);
            SearchResult result = onceMore(kept, own);

            assertThat(own.created())
                    .as("jobs after a death at entry %d", entries)
                    .isEqualTo(3);
            assertThat(result.trials())
                    .extracting(Trial::settings, Trial::value, Trial::cost)
                    .isEqualTo(undisturbed.trials().stream()
                            .map(trial -> tuple(trial.settings(), trial.value(), trial.cost()))
                            .toList());
        }
        assertThat(entries).isGreaterThan(40);
    }

    private SearchResult onceMore(Journal kept, CurvePipeline own) throws InterruptedException {
        FineTuningRuns runs = FineTuningRuns.builder(kept, folder, own, JournaledModelRegistry.open(kept))
                .clock(time)
                .sleeper(time)
                .build();
        return HyperparameterSearch.builder("search", kept, runs)
                .space(SPACE)
                .plan(HyperparameterSearchTest::plan)
                .trials(3)
                .build()
                .run();
    }

    private boolean diesOn(Journal kept, CurvePipeline own, AtomicInteger left) throws InterruptedException {
        Journal dying = new Journal() {
            @Override
            public long append(String stream, long expectedSize, List<JournalEntry> entries) {
                if (left.getAndDecrement() <= 0) {
                    throw new JournalUnavailableException("killed", "Start again.", false, new IOException());
                }
                return kept.append(stream, expectedSize, entries);
            }

            @Override
            public List<JournalEntry> read(String stream, long fromSequence, int limit) {
                return kept.read(stream, fromSequence, limit);
            }
        };
        try {
            onceMore(dying, own);
            return false;
        } catch (JournalUnavailableException killed) {
            return true;
        }
    }

    @Test
    void run_inTwoProcessesAtOnce_isOneSearch() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(2);
        try {
            List<Future<SearchResult>> both = IntStream.range(0, 2)
                    .mapToObj(i -> processes.submit(
                            () -> search(journal).trials(10).parallel(2).build().run()))
                    .toList();
            SearchResult one = both.get(0).get();
            SearchResult other = both.get(1).get();

            assertThat(one.trials()).hasSize(10).extracting(Trial::outcome).containsOnly(Trial.Outcome.MEASURED);
            assertThat(other.winner()).isEqualTo(one.winner());
            assertThat(provider.created()).isEqualTo(10);
            assertThat(provider.mostAtOnce()).isLessThanOrEqualTo(2);
        } finally {
            processes.shutdownNow();
        }
    }

    /** What an earlier commit has written; never change it. */
    @Test
    void result_entriesOfAnEarlierCommit_areRead() {
        Instant then = Instant.parse("2026-11-28T23:00:00Z");
        List<String[]> entries = List.of(
                new String[] {
                    "search.begun",
                    "{\"definition\":\"validation loss, lower is better; seed 42; epochs from 4.0 to 8.0, whole\"}"
                },
                new String[] {
                    "search.trial-begun",
                    "{\"trial\":0,\"settings\":{\"epochs\":4},\"amount\":\"4\",\"currency\":\"USD\"}"
                },
                new String[] {"search.rung-reached", "{\"trial\":0,\"rung\":0,\"value\":0.7,\"goesOn\":true}"},
                new String[] {
                    "search.trial-over",
                    "{\"trial\":0,\"outcome\":\"measured\",\"value\":0.5,\"amount\":\"4\",\"currency\":\"USD\","
                            + "\"run\":\"r1\",\"version\":\"1.0.0\",\"checkpoint\":{\"id\":\"c\",\"step\":30,"
                            + "\"value\":0.4,\"model\":\"m\"},\"note\":\"\"}"
                },
                new String[] {"search.trial-begun", "{\"trial\":1,\"settings\":{\"epochs\":5}}"},
                new String[] {"search.trial-over", "{\"trial\":1,\"outcome\":\"not-measured\",\"note\":\"why\"}"},
                new String[] {"search.ended", "{\"why\":\"budget\"}"},
                new String[] {
                    "search.winner-measured",
                    "{\"trial\":0,\"version\":\"1.0.0\",\"promoted\":true,\"note\":\"\",\"metrics\":[{\"name\":\"accuracy\","
                            + "\"direction\":\"higher-is-better\",\"fresh\":0.8,\"cases\":30,\"inSearch\":0.9,"
                            + "\"interval\":{\"low\":0.7,\"high\":0.9,\"level\":0.95}}]}"
                });
        entries.forEach(entry ->
                journal.append("search:search", Journal.ANY_SIZE, List.of(new JournalEntry(entry[0], then, entry[1]))));

        SearchResult result = search(journal)
                .space(SearchSpace.builder().whole("epochs", 4, 8).build())
                .build()
                .result();

        assertThat(result.trials()).hasSize(2);
        Trial first = result.winner().orElseThrow();
        assertThat(first.settings().values()).containsExactly(Map.entry("epochs", 4L));
        assertThat(first.value()).isEqualTo(OptionalDouble.of(0.5));
        assertThat(first.cost()).contains(Money.usd("4"));
        assertThat(first.runId()).contains("r1");
        assertThat(first.version()).contains("1.0.0");
        assertThat(first.bestCheckpoint()).contains(new Trial.BestCheckpoint("c", Optional.of("m"), 30, 0.4));
        assertThat(result.trials().get(1).outcome()).isEqualTo(Trial.Outcome.NOT_MEASURED);
        assertThat(result.trials().get(1).note()).isEqualTo("why");
        assertThat(result.end()).contains(SearchResult.End.BUDGET);
        assertThat(result.fresh()
                        .orElseThrow()
                        .metric("accuracy")
                        .orElseThrow()
                        .optimism()
                        .getAsDouble())
                .isCloseTo(0.1, within(1e-9));
    }
}
