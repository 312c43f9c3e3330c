package dev.finetuning.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.finetuning.content.ContentLostException;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Split;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.quality.Checks;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.FineTuningRunsBuilder;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that answers in production, on a base model that ends, at a scripted provider. */
@Timeout(60)
class SuccessorTrainingTest {
    private static final String OLD = "base-2024";
    private static final String NEW = "base-2026";

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ScriptedTrainingPipeline provider =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));
    private final List<RunEvaluation.Task> measured = new ArrayList<>();
    private double successorsAccuracy = 0.9;

    private static List<Example> examples(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
    }

    /** The version in production has an accuracy of 0.8. */
    private RunEvaluation evaluation() {
        return RunEvaluation.of(Set.of("accuracy"), task -> {
            measured.add(task);
            double value = task.champion().isEmpty() ? 0.8 : successorsAccuracy;
            return RunEvaluation.Result.of(List.of(ScoreCard.of(
                    "accuracy", value, Direction.HIGHER_IS_BETTER, task.test().size(), time.instant())));
        });
    }

    private FineTuningRunsBuilder runs(Journal kept) {
        return FineTuningRuns.builder(kept, folder, provider, JournaledModelRegistry.open(kept))
                .evaluation(evaluation())
                .promotion(PromotionPolicy.of(Gate.minAbsoluteChange("accuracy", 0)), Alias.PRODUCTION)
                .keepData()
                .clock(time)
                .sleeper(time);
    }

    /** Runs that do not keep their data. */
    private FineTuningRuns forgetting() {
        return FineTuningRuns.builder(journal, folder, provider, JournaledModelRegistry.open(journal))
                .evaluation(evaluation())
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.5)), Alias.PRODUCTION)
                .clock(time)
                .sleeper(time)
                .build();
    }

    private static Dataset withAnError(Dataset dataset) {
        return dataset.toBuilder()
                .add(ChatExample.of(Message.user("a question without an answer")))
                .build();
    }

    private static RunPlan.Builder plan() {
        return RunPlan.builder("support", OLD, examples(0, 12))
                .validation(examples(20, 23))
                .test(examples(30, 35))
                .dataset("fingerprint-of-november", "3")
                .addLabel("tenant", "acme")
                .request(request -> request.hyperparameters(Hyperparameters.AUTO.withEpochs(7))
                        .seed(16));
    }

    private ModelVersion inProduction(FineTuningRuns runs, RunPlan.Builder plan) throws InterruptedException {
        FineTuningRun run = runs.await(runs.start(plan.build()));
        return runs.model(run.id()).version().orElseThrow();
    }

    private ModelVersion serving() {
        return JournaledModelRegistry.open(journal)
                .byAlias("support", Alias.PRODUCTION)
                .orElseThrow();
    }

    @Test
    void train_successorIsBetter_isTrainedAlikeMeasuredOnTheSameCasesAndPromoted() throws Exception {
        FineTuningRuns runs = runs(journal).build();
        ModelVersion retiring = inProduction(runs, plan());

        FineTuningRun run =
                SuccessorTraining.builder(runs, retiring, NEW).build().train();

        assertThat(run.promoted()).contains(true);
        ModelVersion made = serving();
        assertThat(made.lineage().baseModel()).isEqualTo(NEW);
        assertThat(made.lineage().datasetFingerprint()).contains("fingerprint-of-november");
        assertThat(made.lineage().datasetVersion()).contains("3");
        assertThat(made.lineage().hyperparameters())
                .isEqualTo(retiring.lineage().hyperparameters());
        assertThat(made.metadata()).containsEntry("tenant", "acme").containsEntry("successorOf", "support@1.0.0");
        assertThat(measured).hasSize(2);
        assertThat(measured.get(1).test()).isEqualTo(measured.get(0).test()).hasSize(5);
        assertThat(measured.get(1).champion()).map(ModelVersion::id).contains("support@1.0.0");
        List<TrainingJob> jobs = jobs();
        assertThat(jobs).extracting(TrainingJob::baseModel).containsExactlyInAnyOrder(OLD, NEW);
    }

    @Test
    void train_successorIsWorse_staysOutAndTheAliasIsAsItWas() throws Exception {
        successorsAccuracy = 0.7;
        FineTuningRuns runs = runs(journal).build();
        ModelVersion retiring = inProduction(runs, plan());

        FineTuningRun run =
                SuccessorTraining.builder(runs, retiring, NEW).build().train();

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.promoted()).contains(false);
        assertThat(run.note().orElseThrow()).contains("accuracy");
        assertThat(serving().id()).isEqualTo(retiring.id());
    }

    @Test
    void train_killedAtEveryAppend_goesOnAndPaysForOneJob() throws Exception {
        FineTuningRuns before = runs(journal).build();
        ModelVersion retiring = inProduction(before, plan());
        int jobs = provider.jobsCreated();
        int kills = 0;
        int appends = 0;
        FineTuningRun run = null;
        // each process lives for one append longer than the one before, and dies before or after it
        while (run == null) {
            MortalJournal mortal = new MortalJournal(1 + appends / 2, appends % 2 == 0);
            try {
                run = SuccessorTraining.builder(runs(mortal).build(), retiring, NEW)
                        .build()
                        .train();
            } catch (JournalUnavailableException e) {
                kills++;
            }
            appends++;
            time.advance(Duration.ofHours(1));
        }

        assertThat(kills).isGreaterThan(8);
        assertThat(run.promoted()).contains(true);
        assertThat(provider.jobsCreated() - jobs).isOne();
        assertThat(before.runs(RunQuery.ALL)).hasSize(2);
        assertThat(SuccessorTraining.builder(before, retiring, NEW)
                        .build()
                        .train()
                        .id())
                .as("asked again when all is over")
                .isEqualTo(run.id());
        assertThat(provider.jobsCreated() - jobs).isOne();
    }

    @Test
    void train_failed_isTriedAgainWithTheNextAttemptOnly() throws Exception {
        FineTuningRuns runs = runs(journal).build();
        ModelVersion retiring = inProduction(runs, plan());
        provider.failNextJob(JobFailure.of("bad_luck", "it failed"));

        SuccessorTraining.Builder training = SuccessorTraining.builder(runs, retiring, NEW);

        assertThat(training.build().train().status()).isEqualTo(RunStatus.FAILED);
        assertThat(training.build().train().status()).isEqualTo(RunStatus.FAILED);
        assertThat(training.attempt(2).build().train().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThatIllegalArgumentException().isThrownBy(() -> training.attempt(0));
    }

    @Test
    void train_dataNotKept_takesTheSameDataFromTheCallerAndNoOther() throws Exception {
        FineTuningRuns forgetting = forgetting();
        Split split = new Split(dataset(0, 12), dataset(20, 23), dataset(30, 35));
        ModelVersion retiring = inProduction(forgetting, RunPlan.builder("support", OLD, split));
        SuccessorTraining.Builder training = SuccessorTraining.builder(forgetting, retiring, NEW);

        assertThatExceptionOfType(ContentLostException.class)
                .isThrownBy(() -> training.build().train());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        training.data(split.withTrain(dataset(0, 13))).build().train())
                .withMessageContaining(split.train().fingerprint().hex());
        assertThat(training.data(split).build().train().promoted()).contains(true);
    }

    @Test
    void train_runLeftOutWhatHasErrors_takesTheDataAsItWasBeforeWithItsChecks() throws Exception {
        FineTuningRuns runs = forgetting();
        Dataset train = withAnError(dataset(0, 12));
        Split split = new Split(train, dataset(20, 23), dataset(30, 35));
        ModelVersion retiring =
                inProduction(runs, RunPlan.builder("support", OLD, split).checks(Checks.standard()));
        SuccessorTraining.Builder training = SuccessorTraining.builder(runs, retiring, NEW);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.data(split).build().train());
        assertThat(training.data(split, Checks.standard()).build().train().promoted())
                .contains(true);
    }

    @Test
    void train_dataThatIsReadEachTime_leavesOutWhatTheRunLeftOutAndTakesNoOther() throws Exception {
        FineTuningRuns runs = forgetting();
        Dataset train = withAnError(dataset(0, 12));
        Dataset validation = dataset(20, 23);
        List<Example> test = dataset(30, 35).examples();
        ModelVersion retiring = inProduction(
                runs,
                RunPlan.builder("support", OLD, train.examples())
                        .validation(validation.examples())
                        .test(test)
                        .checks(Checks.standard()));
        SuccessorTraining.Builder training = SuccessorTraining.builder(runs, retiring, NEW);
        TrainingData read = TrainingData.of("read", () -> train.examples().iterator());
        TrainingData other =
                TrainingData.of("other", () -> dataset(0, 11).examples().iterator());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> training.data(other, TrainingData.of(validation), test, Checks.standard())
                        .build()
                        .train());
        FineTuningRun run = training.data(read, TrainingData.of(validation), test, Checks.standard())
                .build()
                .train();

        assertThat(run.promoted()).contains(true);
    }

    @Test
    void start_nothingToCompareBy_isRefusedBeforeAnythingIsSent() throws Exception {
        FineTuningRuns runs = runs(journal).build();
        ModelVersion retiring = inProduction(runs, plan());
        FineTuningRuns without =
                runs(journal).promotion(PromotionPolicy.of(), Alias.PRODUCTION).build();
        ModelVersion untested = inProduction(without, plan().test(List.of()));
        int jobs = provider.jobsCreated();

        assertThatIllegalStateException()
                .isThrownBy(() -> SuccessorTraining.builder(without, retiring, NEW)
                        .build()
                        .start())
                .withMessageContaining("no gate of support reads a metric");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        SuccessorTraining.builder(runs, untested, NEW).build().start())
                .withMessageContaining("no test examples");
        assertThat(provider.jobsCreated()).isEqualTo(jobs);
    }

    @Test
    void start_runHadALimit_needsTheSuccessorsPrice() throws Exception {
        FineTuningRuns runs = runs(journal).build();
        CostEstimate cheap = costing("1");
        ModelVersion retiring =
                inProduction(runs, plan().cost(cheap).limit(Money.usd("5")).limit("tenant", Money.usd("6")));
        SuccessorTraining.Builder training = SuccessorTraining.builder(runs, retiring, NEW);

        assertThatExceptionOfType(UnknownPriceException.class)
                .isThrownBy(() -> training.build().start());
        CostEstimate dear = costing("5.5");
        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> training.plan(plan -> plan.cost(dear)).build().start());
        assertThatExceptionOfType(BudgetExceededException.class)
                .as("one dollar of the tenant's six is spent")
                .isThrownBy(() -> training.plan(plan -> plan.cost(dear).limit(Money.usd("100")))
                        .build()
                        .start());
        assertThat(training.plan(plan -> plan.cost(cheap)).build().train().promoted())
                .contains(true);
    }

    @Test
    void builder_versionThatCannotBeRepeated_isRefused() throws Exception {
        FineTuningRuns runs = runs(journal).build();
        ModelVersion retiring = inProduction(runs, plan());
        assertThatIllegalArgumentException().isThrownBy(() -> SuccessorTraining.builder(runs, retiring, OLD));

        ModelVersion further = inProduction(
                runs,
                RunPlan.builder("support", retiring.modelId(), examples(40, 60)).test(examples(30, 35)));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        SuccessorTraining.builder(runs, further, NEW).build().start())
                .withMessageContaining("went on from support@1.0.0");

        TrainingJob job = jobs().get(0);
        ModelVersion adopted = JournaledModelRegistry.open(journal)
                .register(
                        Registration.builder("adopted", job)
                                .provider("scripted")
                                .build(),
                        Author.of("anna", "test"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SuccessorTraining.builder(runs, adopted, NEW))
                .withMessageContaining("made by no run");
    }

    /** A thousand tokens, as many as the provider trains on. */
    private static CostEstimate costing(String dollars) {
        TokenStatistics tokens =
                new TokenStatistics(12, new TokenCount(1_000, 0, 0), Map.of(), 0, 0, 0, 0, "counted by hand", true);
        ModelPrice price = ModelPrice.builder("base", LocalDate.EPOCH)
                .training(Money.usd(new BigDecimal(dollars).scaleByPowerOfTen(3).toPlainString()))
                .build();
        return new CostEstimate("base", tokens, 1, Optional.of(price));
    }

    private List<TrainingJob> jobs() {
        try (Stream<TrainingJob> jobs = provider.jobs(JobQuery.ALL)) {
            return jobs.filter(job -> job.status().phase() == JobPhase.SUCCEEDED)
                    .toList();
        }
    }

    private static Dataset dataset(int from, int to) {
        DatasetBuilder builder = Dataset.builder("november");
        examples(from, to).forEach(builder::add);
        return builder.build();
    }

    /** A process's journal: at one append the process dies, before it or after it, and does nothing more. */
    private final class MortalJournal implements Journal {
        private final boolean before;
        private int left;

        MortalJournal(int appends, boolean before) {
            this.left = appends;
            this.before = before;
        }

        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            left--;
            if (left < 0 || (left == 0 && before)) {
                throw dead();
            }
            long size = journal.append(stream, expectedSize, entries);
            if (left == 0) {
                throw dead();
            }
            return size;
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            if (left <= 0) {
                throw dead();
            }
            return journal.read(stream, fromSequence, limit);
        }

        private JournalUnavailableException dead() {
            return new JournalUnavailableException("killed", "Start again.", false, new IOException());
        }
    }
}
