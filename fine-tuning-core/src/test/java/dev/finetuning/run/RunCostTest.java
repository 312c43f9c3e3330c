package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
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
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.version.Stage;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs may cost, what they are billed, and what their accounts have left. */
class RunCostTest {
    private static final Currency USD = Currency.getInstance("USD");

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();
    private final ScriptedChatModel model = ScriptedChatModel.echo("tuned");
    private ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.of(time, JobScript.succeeding(), model);

    private FineTuningRuns runs() {
        return runs(pipeline);
    }

    private FineTuningRuns runs(TrainingPipeline provider) {
        return FineTuningRuns.builder(journal, folder, provider, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .build();
    }

    private static List<Example> examples() {
        return IntStream.range(0, 12)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
    }

    /** The scripted provider trains on 1,000 tokens, which cost 5 USD at this price; the estimate is 6. */
    private static CostEstimate estimate() {
        return new CostEstimate("base", tokens(1_200), 1, Optional.of(price(Money.usd("5000"))));
    }

    private static TokenStatistics tokens(int number) {
        return new TokenStatistics(12, new TokenCount(number, 0, 0), Map.of(), 0, 0, 0, 0, "counted by hand", true);
    }

    private static ModelPrice price(Money training) {
        return ModelPrice.builder("base", LocalDate.EPOCH).training(training).build();
    }

    private static RunPlan.Builder plan() {
        return RunPlan.builder("support", "base", examples())
                .addLabel("tenant", "acme")
                .cost(estimate());
    }

    private Budget account(String limit) {
        return Budget.of(Money.usd(limit), JournalLedger.of(journal, "tenant=acme", USD));
    }

    @Test
    void await_billedLessThanEstimated_settlesWhatTheTokensCost() throws Exception {
        FineTuningRuns runs = runs();
        String id = runs.start(plan().limit("tenant", Money.usd("10")).build());
        runs.advance(id);
        runs.advance(id);
        assertThat(account("10").reserved()).isEqualTo(Money.usd("6"));

        FineTuningRun run = runs.await(id);

        assertThat(run.cost().orElseThrow().estimated()).isEqualTo(Money.usd("6"));
        assertThat(run.cost().orElseThrow().billed()).contains(Money.usd("5"));
        assertThat(account("10").spent()).isEqualTo(Money.usd("5"));
        assertThat(account("10").open()).isEmpty();
        assertThat(runs.summary()).contains("cost so far: 5.00 USD, billed");
    }

    @Test
    void await_pricesOfAnswersKnown_addsQuestionAndEvaluationToTheBill() throws Exception {
        model.usage(new Usage(1_000, 400, 100));
        FineTuningRuns runs = evaluating(
                task -> new RunEvaluation.Result(List.of(), task.price().apply(Usage.of(10_000, 1_000))));
        // 600 fresh, 400 cached and 100 written tokens at 10, 5 and 20 USD a million
        Money question = Money.usd("0.01");
        Money evaluation = Money.usd("0.12");

        FineTuningRun run =
                runs.await(runs.start(plan().cost(estimate(answering())).build()));

        assertThat(run.cost().orElseThrow().question()).contains(question);
        assertThat(run.cost().orElseThrow().evaluation()).contains(evaluation);
        assertThat(run.cost().orElseThrow().total())
                .contains(Money.usd("5").plus(question).plus(evaluation))
                .contains(run.costSoFar().orElseThrow());
        assertThat(runs.summary()).contains("5.00 USD, billed, first question 0.01 USD, evaluation 0.12 USD, in all");
    }

    @Test
    void await_costOfTheEvaluationUnknown_leavesTheTotalUnknown() throws Exception {
        model.usage(Usage.of(1_000, 100));
        FineTuningRuns runs = evaluating(task -> RunEvaluation.Result.of(List.of()));

        FineTuningRun run =
                runs.await(runs.start(plan().cost(estimate(answering())).build()));

        assertThat(run.cost().orElseThrow().evaluation()).isEmpty();
        assertThat(run.cost().orElseThrow().unpriced()).containsExactly("the evaluation");
        assertThat(run.cost().orElseThrow().total()).isEmpty();
        assertThat(run.costSoFar()).isPresent();
        assertThat(runs.summary()).contains("not known for the evaluation").doesNotContain("in all");
    }

    @Test
    void await_evaluationInAnotherCurrency_isNotAddedUp() throws Exception {
        FineTuningRuns runs =
                evaluating(task -> RunEvaluation.Result.of(List.of()).costing(Money.of("1", "EUR")));

        FineTuningRun run = runs.await(runs.start(plan().build()));

        assertThat(run.cost().orElseThrow().soFar()).isEqualTo(Money.usd("5"));
        assertThat(run.cost().orElseThrow().unpriced()).containsExactly("the first question", "the evaluation");
    }

    @Test
    void await_withoutEvaluation_costsNothingMoreForIt() throws Exception {
        model.usage(Usage.of(1_000, 100));
        FineTuningRuns runs = runs();

        FineTuningRun run = runs.await(runs.start(plan().build()));

        assertThat(run.cost().orElseThrow().evaluation()).contains(Money.usd("0"));
        assertThat(run.cost().orElseThrow().unpriced()).containsExactly("the first question");
    }

    private FineTuningRuns evaluating(RunEvaluation evaluation) {
        return FineTuningRuns.builder(journal, folder, pipeline, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .evaluation(evaluation)
                .build();
    }

    private static CostEstimate estimate(ModelPrice price) {
        return new CostEstimate("base", tokens(1_200), 1, Optional.of(price));
    }

    private static ModelPrice answering() {
        return ModelPrice.builder("base", LocalDate.EPOCH)
                .training(Money.usd("5000"))
                .input(Money.usd("10"))
                .cachedInput(Money.usd("5"))
                .output(Money.usd("20"))
                .build();
    }

    @Test
    void start_moreThanTheAccountHasLeft_isRefusedBeforeAnythingIsUploaded() throws Exception {
        FineTuningRuns runs = runs();
        RunPlan plan = plan().limit("tenant", Money.usd("10")).build();
        runs.await(runs.start(plan));

        assertThatThrownBy(() -> runs.start(plan))
                .isInstanceOfSatisfying(BudgetExceededException.class, e -> {
                    assertThat(e.asked()).isEqualTo(Money.usd("6"));
                    assertThat(e.available()).isEqualTo(Money.usd("5"));
                })
                .hasMessageContaining("tenant=acme");
        assertThat(pipeline.uploads()).isOne();
        assertThat(runs.runs(RunQuery.ALL)).hasSize(1);
    }

    @Test
    void await_twoRunsStartedBeforeEitherReserved_payForOne() throws Exception {
        FineTuningRuns runs = runs();
        RunPlan plan = plan().limit("tenant", Money.usd("10")).build();
        String first = runs.start(plan);
        String second = runs.start(plan);
        runs.advance(first);

        FineTuningRun refused = runs.await(second);

        assertThat(refused.status()).isEqualTo(RunStatus.FAILED);
        assertThat(refused.note().orElseThrow()).contains("tenant=acme", "4.00 USD", "Nothing was spent");
        assertThat(pipeline.uploads()).as("the refused run sent no data").isOne();
        assertThat(runs.await(first).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void start_overItsOwnLimit_isRefused() {
        RunPlan plan = plan().limit(Money.usd("5.99")).build();

        assertThatThrownBy(() -> runs().start(plan)).isInstanceOf(BudgetExceededException.class);
    }

    @Test
    void build_limitWithoutAPrice_isRefused() {
        CostEstimate unpriced = new CostEstimate("base", tokens(1_200), 1, Optional.empty());

        assertThatThrownBy(() -> plan().cost(unpriced).limit(Money.usd("100")).build())
                .isInstanceOf(UnknownPriceException.class);
    }

    @Test
    void build_limitForALabelTheRunLacks_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> plan().limit("team", Money.usd("100")).build())
                .withMessageContaining("team")
                .withMessageContaining("tenant");
    }

    @Test
    void cancel_beforeTheJobRan_costsNothing() throws Exception {
        FineTuningRuns runs = runs();
        String id = runs.start(plan().limit("tenant", Money.usd("10")).build());
        for (int i = 0; i < 3; i++) {
            runs.advance(id);
        }

        runs.cancel(id, "jana");
        runs.await(id);

        assertThat(account("10").available()).isEqualTo(Money.usd("10"));
    }

    @Test
    void cancel_whileTheJobRuns_countsTheEstimate() throws Exception {
        FineTuningRuns runs = runs();
        String id = trainedHalf(runs, plan().limit("tenant", Money.usd("10")).build());

        runs.cancel(id, "jana");
        FineTuningRun run = runs.await(id);

        assertThat(run.cost().orElseThrow().billed()).contains(Money.usd("6"));
        assertThat(account("10").spent()).isEqualTo(Money.usd("6"));
    }

    @Test
    void run_whileItTrains_tellsLossTimeLeftAndCostSoFar() throws Exception {
        FineTuningRuns runs = runs();

        FineTuningRun run = runs.run(trainedHalf(runs, plan().build()));

        assertThat(run.stage()).isEqualTo(RunStage.TRAIN);
        assertThat(run.modelStage()).contains(Stage.TRAINING);
        assertThat(run.loss()).hasValue(0.2);
        assertThat(run.costSoFar()).contains(Money.usd("3"));
        assertThat(run.remaining(time.instant())).contains(Duration.ofMinutes(5));
        assertThat(runs.summary()).contains("cost so far: 3.00 USD of 6.00 USD", "expected in: 5 min");
    }

    /** A minute in the queue, then half of ten minutes; the first step is seen a minute after the job began to run. */
    private String trainedHalf(FineTuningRuns runs, RunPlan plan) {
        String id = runs.start(plan);
        for (int i = 0; i < 3; i++) {
            runs.advance(id);
        }
        time.advance(Duration.ofMinutes(2));
        runs.advance(id);
        time.advance(Duration.ofMinutes(4));
        runs.advance(id);
        return id;
    }

    @Test
    void start_reservationLeftByARunThatIsOver_isClearedUp() throws Exception {
        RunPlan plan = plan().limit("tenant", Money.usd("10")).build();
        String first = runs().start(plan);
        runs().advance(first);
        runs().cancel(first, "jana");
        FineTuningRuns dying = FineTuningRuns.builder(
                        new DyingJournal(journal), folder, pipeline, JournaledModelRegistry.open(journal))
                .clock(time)
                .build();
        assertThatThrownBy(() -> dying.advance(first)).isInstanceOf(JournalUnavailableException.class);
        assertThat(account("10").reserved()).isEqualTo(Money.usd("6"));

        String second = runs().start(plan);

        assertThat(runs().await(second).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(account("10").available()).isEqualTo(Money.usd("5"));
    }

    /** The journal of a process that dies between a run's end and giving its money back. */
    private record DyingJournal(Journal journal) implements Journal {
        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            if (entries.get(0).type().equals("budget.released")) {
                throw new JournalUnavailableException(stream, "the process died", false, null);
            }
            return journal.append(stream, expectedSize, entries);
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            return journal.read(stream, fromSequence, limit);
        }
    }

    @Test
    void await_providerWantsMoreThanTheLimitAllows_endsTheJobBeforeItTrains() throws Exception {
        pipeline = ScriptedTrainingPipeline.of(time, resting(), model);
        FineTuningRuns runs = runs(new PricedProvider(pipeline, "10.01"));

        FineTuningRun run =
                runs.await(runs.start(plan().limit("tenant", Money.usd("10")).build()));

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.note().orElseThrow()).contains("not launched");
        assertThat(account("10").available()).isEqualTo(Money.usd("10"));
    }

    @Test
    void await_hostNamesItsFigure_isBilledThat() throws Exception {
        pipeline = ScriptedTrainingPipeline.of(time, resting(), model);
        FineTuningRuns runs = runs(new PricedProvider(pipeline, "9.99"));

        FineTuningRun run =
                runs.await(runs.start(plan().limit("tenant", Money.usd("10")).build()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.cost().orElseThrow().billed()).contains(Money.usd("9.99"));
        assertThat(account("10").available()).isEqualTo(Money.usd("0.01"));
        assertThat(account("10").open()).isEmpty();
    }

    private static JobScript resting() {
        return JobScript.ending(JobPhase.SUCCEEDED)
                .then(JobPhase.VALIDATED, Duration.ofMinutes(1))
                .then(JobPhase.RUNNING, Duration.ofMinutes(10));
    }

    /** A provider that says what its jobs cost. */
    private record PricedProvider(TrainingPipeline provider, String price) implements TrainingPipeline {
        private TrainingJob priced(TrainingJob job) {
            return job.toBuilder()
                    .details(Map.of("cost", new BigDecimal(price), "cost_currency", "USD"))
                    .build();
        }

        @Override
        public Capabilities capabilities() {
            return provider.capabilities();
        }

        @Override
        public TrainingFile upload(TrainingData data) {
            return provider.upload(data);
        }

        @Override
        public TrainingJob start(TrainingRequest request) {
            return priced(provider.start(request));
        }

        @Override
        public TrainingJob job(String jobId) {
            return priced(provider.job(jobId));
        }

        @Override
        public TrainingJob launch(String jobId) {
            return priced(provider.launch(jobId));
        }

        @Override
        public TrainingJob cancel(String jobId) {
            return priced(provider.cancel(jobId));
        }

        @Override
        public Stream<TrainingJob> jobs(JobQuery query) {
            return provider.jobs(query).map(this::priced);
        }

        @Override
        public List<TrainingEvent> events(String jobId) {
            return provider.events(jobId);
        }

        @Override
        public ChatModel chatModel(String modelId) {
            return provider.chatModel(modelId);
        }
    }

    @Test
    void ledger_entryOfALaterVersion_isRefusedAsItMayHoldMoney() {
        account("10").reserve("run-1", "training", Optional.of(Money.usd("4")));
        journal.append("budget:USD:tenant=acme", 1, List.of(new JournalEntry("budget.refunded", time.instant(), "{}")));

        assertThatThrownBy(() -> account("10").available())
                .isInstanceOfSatisfying(
                        LaterEntryException.class, e -> assertThat(e.type()).isEqualTo("budget.refunded"));
    }
}
