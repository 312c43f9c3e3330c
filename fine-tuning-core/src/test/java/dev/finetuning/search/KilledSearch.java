package dev.finetuning.search;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The process of {@link KilledSearchTest}: a search over the local provider, which says when a trial is over. */
final class KilledSearch {
    static final int ADMITTED = 8;

    /** A process that is killed leaves its lease behind for this time. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private KilledSearch() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            SearchResult result = search(folder, provider, journal).run();
            System.out.println("END " + result.end().orElseThrow() + " winner "
                    + result.winner().orElseThrow());
        }
    }

    static HyperparameterSearch search(Path folder, LocalTrainingPipeline provider, FileJournal journal) {
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, folder.resolve("runs"), provider, JournaledModelRegistry.open(journal))
                .pace(PollPace.IN_PROCESS)
                .lease(LEASE)
                .lostAnswer(LostAnswerPolicy.IN_PROCESS)
                .addListener(run -> System.out.println("RUN " + run.stage()))
                .build();
        return HyperparameterSearch.builder("killed", journal, runs)
                .space(SearchSpace.builder()
                        .fixed("epochs", 3)
                        .realLogarithmic("learning_rate_multiplier", 0.001, 10)
                        .realLogarithmic("l2", 1e-6, 0.1)
                        .build())
                .plan(KilledSearch::plan)
                .trials(12)
                .parallel(2)
                .budget(Money.usd(Integer.toString(ADMITTED)))
                .build();
    }

    private static RunPlan.Builder plan(Settings settings) {
        return RunPlan.builder("support", LocalTrainingPipeline.LINEAR, examples(0, 80))
                .validation(examples(80, 120))
                .request(request -> request.hyperparameters(settings.hyperparameters()))
                .cost(estimate((int) settings.number("epochs")));
    }

    /** A dollar for a job, whatever it trains on. */
    private static CostEstimate estimate(int epochs) {
        ModelPrice price = ModelPrice.builder(LocalTrainingPipeline.LINEAR, LocalDate.of(2026, 11, 1))
                .training(Money.usd("0.000001"))
                .minimumPerJob(Money.usd("1"))
                .build();
        TokenStatistics tokens = TokenStatistics.of(examples(0, 80), TokenCounters.estimate());
        return new CostEstimate(
                LocalTrainingPipeline.LINEAR, tokens, EpochRule.fixed(epochs).epochs(80), Optional.of(price));
    }

    private static List<Example> examples(int from, int to) {
        List<String> queues = List.of("billing", "delivery", "account", "returns");
        return IntStream.range(from, to)
                .mapToObj(i -> (Example) ChatExample.of(
                        Message.user("customer " + i % 17 + " of shop " + i % 23 + " asks about "
                                + (i % 9 == 0 ? "something" : queues.get(i % 4))),
                        Message.assistant(queues.get(i % 4))))
                .toList();
    }
}
