package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledRunsTest {
    private static final Money PRICE = Money.usd("5");
    private static final PriceList PRICES = PriceList.empty()
            .with(ModelPrice.builder(LocalTrainingPipeline.AUTO, LocalDate.of(2026, 11, 1))
                    .training(PRICE)
                    .input(PRICE)
                    .output(PRICE)
                    .build());

    @TempDir
    Path folder;

    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final BlockingQueue<FineTuningRun> over = new LinkedBlockingQueue<>();
    private LocalTrainingPipeline provider;

    @BeforeEach
    void open() {
        provider = LocalTrainingPipeline.in(folder.resolve("models"));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private FineTuningRuns runs() {
        return FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                .evaluation(DeployIfBetter.evaluation(provider, journal, PRICES))
                .promotion(DeployIfBetter.policy(0.5, 0.05, 20), Alias.PRODUCTION)
                .addListener(run -> {
                    if (run.status().terminal()) {
                        over.add(run);
                    }
                })
                .build();
    }

    private static RunPlan plan(Money limit) {
        Split split = Questions.dataset(30, 3).split(SplitRatios.of(0.7, 0.1, 0.2));
        return BudgetedPlan.of(
                "care",
                limit,
                split,
                BudgetedPlan.estimate(LocalTrainingPipeline.AUTO, split, TokenCounters.estimate(), PRICES));
    }

    private FineTuningRun ended() throws InterruptedException {
        FineTuningRun run = over.poll(60, TimeUnit.SECONDS);
        assertThat(run).as("a run that is over").isNotNull();
        return run;
    }

    @Test
    void start_withinTheBudget_isMovedByTheSchedulerIntoProduction() throws Exception {
        try (ScheduledRuns scheduled = new ScheduledRuns(runs(), Duration.ofMillis(1))) {
            String id = scheduled.start(plan(Money.usd("1")));

            FineTuningRun run = ended();

            assertThat(run.id()).isEqualTo(id);
            assertThat(run.promoted()).as(run.note().orElse("")).hasValue(true);
            assertThat(registry.byAlias("support", Alias.PRODUCTION)).isPresent();
        }
    }

    @Test
    void start_beyondTheBudget_isRefusedWithoutAJob() throws Exception {
        try (ScheduledRuns scheduled = new ScheduledRuns(runs(), Duration.ofMillis(1))) {
            assertThatThrownBy(() -> scheduled.start(plan(Money.usd("0.000001"))))
                    .isInstanceOf(BudgetExceededException.class)
                    .hasMessageContaining("team=care");
            try (Stream<TrainingJob> jobs = provider.jobs(JobQuery.ALL)) {
                assertThat(jobs).isEmpty();
            }
        }
    }
}
