package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.TooManyRejectedException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.source.JsonLines;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningRunsTest {
    private static final Incident INCIDENT = Incident.of("scripted", "create job");

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final ScriptedChatModel model = ScriptedChatModel.echo("tuned");
    private ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.of(time, JobScript.succeeding(), model);
    private final List<String> stages = new ArrayList<>();

    private FineTuningRunsBuilder runs() {
        return FineTuningRuns.builder(journal, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .addListener(run -> stages.add(run.stage().name()));
    }

    private static List<Example> examples(int number) {
        return IntStream.range(0, number)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
    }

    private static RunPlan plan() {
        return RunPlan.builder("support", "base", examples(12))
                .test(examples(3))
                .dataset("f".repeat(64), "1.0.0")
                .request(request -> request.suffix("support").seed(7))
                .addLabel("tenant", "acme")
                .build();
    }

    @Test
    void await_runWithoutTrouble_goesAllTheWayInOrder() throws Exception {
        FineTuningRuns runs = runs().evaluation(RunEvaluation.of(Set.of("accuracy"), task -> {
                    assertThat(task.test()).hasSize(3);
                    assertThat(task.champion()).isEmpty();
                    return RunEvaluation.Result.of(
                            List.of(ScoreCard.of("accuracy", 0.9, Direction.HIGHER_IS_BETTER, 3, time.instant())));
                }))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                .build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.promoted()).hasValue(true);
        assertThat(run.loss()).isPresent();
        assertThat(stages.stream().distinct())
                .containsExactly("UPLOAD", "SUBMIT", "TRAIN", "ASK", "EVALUATE", "REGISTER", "PROMOTE", "DONE");
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).hasValueSatisfying(version -> {
            assertThat(version.lineage().runId()).contains(run.id());
            assertThat(version.lineage().datasetFingerprint()).contains("f".repeat(64));
            assertThat(version.metadata()).containsEntry("tenant", "acme");
        });
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_withProgress_tellsHowFarTheJobIsAndHowLongItWillTake() throws Exception {
        FineTuningRuns runs = runs().build();
        List<FineTuningRun> seen = new ArrayList<>();

        runs.await(runs.start(plan()), seen::add);

        List<FineTuningRun> training = seen.stream()
                .filter(run -> run.stage() == RunStage.TRAIN && run.loss().isPresent())
                .toList();
        assertThat(training).hasSizeGreaterThan(3);
        assertThat(training)
                .anySatisfy(run -> assertThat(run.remaining(run.updatedAt()))
                        .hasValueSatisfying(
                                left -> assertThat(left).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(10))));
        assertThat(seen.get(seen.size() - 1).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void await_modelWithACourseOfItsOwn_isMeasuredAndPromotedThatWay() throws Exception {
        ScoreCard half = ScoreCard.of("accuracy", 0.5, Direction.HIGHER_IS_BETTER, 3, time.instant());
        RunEvaluation mediocre = RunEvaluation.of(Set.of("accuracy"), task -> RunEvaluation.Result.of(List.of(half)));
        FineTuningRuns runs = runs().evaluation(mediocre)
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                .model("lenient", mediocre, PromotionPolicy.of(Gate.atLeast("accuracy", 0.4)), Alias.STAGING)
                .build();

        FineTuningRun usual = runs.await(runs.start(plan()));
        FineTuningRun lenient = runs.await(
                runs.start(RunPlan.builder("lenient", "base", examples(12)).build()));

        assertThat(usual.promoted()).hasValue(false);
        assertThat(lenient.promoted()).hasValue(true);
        assertThat(registry.byAlias("lenient", Alias.STAGING)).isPresent();
        assertThat(registry.byAlias("lenient", Alias.PRODUCTION)).isEmpty();
    }

    @Test
    void advanceAll_runsThatAreOver_areLeftAlone() throws Exception {
        FineTuningRuns runs = runs().build();
        runs.await(runs.start(plan()));
        assertThat(runs.advanceAll()).isEmpty();
        String second = runs.start(plan());

        assertThat(runs.advanceAll()).extracting(FineTuningRuns.Advance::runId).containsExactly(second);
        assertThat(runs.advanceAll()).extracting(FineTuningRuns.Advance::runId).containsExactly(second);
    }

    @Test
    void await_planOnASource_trainsOnItsRecords() throws Exception {
        String record = "{\"messages\":[{\"role\":\"user\",\"content\":\"q%d\"},"
                + "{\"role\":\"assistant\",\"content\":\"a\"}]}\n";
        String lines = IntStream.range(0, 12).mapToObj(record::formatted).collect(Collectors.joining());
        ExampleFormat format = ChatMessages.format();
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(RunPlan.builder("support", "base", JsonLines.ofText(lines), format)
                .build()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThatThrownBy(() -> RunPlan.builder("support", "base", JsonLines.ofText(lines + "{}\n"), format))
                .isInstanceOf(TooManyRejectedException.class)
                .hasMessageContaining("13");
    }

    @Test
    void start_requestBeyondTheProvider_isRefusedBeforeAnythingIsUploaded() {
        RunPlan beyond = RunPlan.builder("support", "base", examples(12))
                .request(request -> request.hyperparameters(Hyperparameters.AUTO.withEpochs(5_000)))
                .build();

        assertThatThrownBy(() -> runs().build().start(beyond))
                .isInstanceOfSatisfying(
                        RequestRejectedException.class,
                        e -> assertThat(e.reasons()).singleElement().asString().contains("epochs must be at most"));
        assertThat(pipeline.uploads()).isZero();
        assertThat(runs().build().runs(RunQuery.ALL)).isEmpty();
    }

    @Test
    void start_tooFewExamples_isRefusedBeforeAnythingIsUploaded() {
        RunPlan small = RunPlan.builder("support", "base", examples(9)).build();

        assertThatThrownBy(() -> runs().build().start(small))
                .isInstanceOfSatisfying(TooFewExamplesException.class, e -> {
                    assertThat(e.examples()).isEqualTo(9);
                    assertThat(e.required()).isEqualTo(10);
                });
        assertThat(pipeline.uploads()).isZero();
    }

    @Test
    void start_checksFindErrors_leavesThoseOutAndSaysSo() throws Exception {
        List<Example> some = new ArrayList<>(examples(12));
        some.add(ChatExample.of(Message.user("no answer follows")));
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(RunPlan.builder("support", "base", some)
                .checks(Checks.standard())
                .build()));

        assertThat(run.checks().orElseThrow().examples()).isEqualTo(13);
        assertThat(run.checks().orElseThrow().leftOut()).isOne();
        assertThat(run.checks().orElseThrow().findings()).containsEntry("example_missing_assistant_message", 1L);
        assertThat(runs.summary()).contains("1 of 13 examples left out");
        assertThat(registry.byAlias("support", Alias.PRODUCTION))
                .hasValueSatisfying(version -> assertThat(version.lineage().datasetFingerprint())
                        .contains(Fingerprint.of(examples(12)).hex()));
    }

    @Test
    void start_tooFewExamplesAfterChecks_isRefusedBeforeAnythingIsUploaded() {
        List<Example> some = new ArrayList<>(examples(9));
        some.add(ChatExample.of(Message.user("no answer follows")));
        RunPlan plan = RunPlan.builder("support", "base", some)
                .checks(Checks.standard())
                .build();

        assertThatThrownBy(() -> runs().build().start(plan))
                .isInstanceOf(TooFewExamplesException.class)
                .hasMessageContaining("9 examples (10 before");
        assertThat(pipeline.uploads()).isZero();
    }

    @Test
    void start_checksForbidTheWhole_isRefused() {
        Check never = findings -> new Check.Inspection() {
            @Override
            public void look(Example example) {}

            @Override
            public void end() {
                findings.accept(Finding.of("whole", Severity.ERROR, Origin.CODE, "Bad as a whole.", "Begin anew."));
            }
        };
        RunPlan plan = RunPlan.builder("support", "base", examples(12))
                .checks(Checks.none().with(never))
                .build();

        assertThatThrownBy(() -> runs().build().start(plan)).isInstanceOf(UnacceptableDatasetException.class);
    }

    @Test
    void await_lostAnswer_adoptsTheJobThatWasCreated() throws Exception {
        pipeline.loseNextAnswer();
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
        assertThat(stages).contains("RECONCILE");
    }

    /** A run whose request for a job was lost. */
    private String startedAndLost(FineTuningRuns runs) {
        pipeline.failNextStart(new ProviderFaultException(INCIDENT, "garbage", null));
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        assertThat(runs.run(id).stage()).isEqualTo(RunStage.RECONCILE);
        return id;
    }

    @Test
    void await_lostRequest_sendsAgainOnlyAfterTheQuietWindow() throws Exception {
        FineTuningRuns runs = runs().build();
        String id = startedAndLost(runs);
        time.advance(Duration.ofMinutes(14));
        runs.advance(id);
        assertThat(pipeline.jobsCreated()).isZero();

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void advance_lostRequestOfAProviderInThisProcess_sendsAgainAtOnce() {
        pipeline.capabilities(provider -> provider.inProcess(true));
        FineTuningRuns runs = runs().build();
        String id = startedAndLost(runs);

        runs.advance(id);
        runs.advance(id);

        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_lostRequestUnderAsk_restsUntilSomebodyAllowsIt() throws Exception {
        pipeline.failNextStart(new ProviderFaultException(INCIDENT, "garbage", null));
        FineTuningRuns runs = runs().lostAnswer(new LostAnswerPolicy(Duration.ofMinutes(15), LostAnswerPolicy.Then.ASK))
                .build();
        String id = runs.start(plan());

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.NEEDS_DECISION);
        assertThat(runs.await(id).note().orElseThrow()).contains(id);
        runs.allowResend(id, "jana");

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_busyProvider_waitsAsLongAsItAsks() throws Exception {
        pipeline.failNextStart(new RetryLaterException(INCIDENT, "busy", Duration.ofMinutes(50), null));
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        time.advance(Duration.ofMinutes(49));
        runs.advance(id);
        assertThat(pipeline.jobsCreated()).isZero();

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_badCredentials_goOnOnceTheyAreMended() throws Exception {
        pipeline.failNextStart(new CredentialsException(INCIDENT, "no such key", null));
        FineTuningRuns runs = runs().build();

        assertThat(runs.await(runs.start(plan())).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void await_rejectedRequest_failsWithItsReasons() throws Exception {
        pipeline.failNextStart(new RequestRejectedException(INCIDENT, List.of("no such model"), null));
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.note().orElseThrow()).contains("no such model");
    }

    @Test
    void await_failedJob_failsTheRun() throws Exception {
        pipeline = ScriptedTrainingPipeline.of(time, JobScript.failing(), model);
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.note().orElseThrow()).contains("failed, as scripted");
    }

    @Test
    void await_jobFailedOverARecord_namesWhereItWasRead() throws Exception {
        List<Example> read = new ArrayList<>();
        for (Example example : examples(12)) {
            Origin origin = new Origin("tickets.csv", 2L * read.size() + 2, read.size() + 1);
            read.add(example.withInfo(example.info().withProvenance(Provenance.human(origin))));
        }
        pipeline.failNextJob(JobFailure.builder("Example 3, message 1: no role")
                .code("invalid_training_file")
                .row(3)
                .messageIndex(1)
                .build());
        FineTuningRuns runs = runs().build();

        FineTuningRun run =
                runs.await(runs.start(RunPlan.builder("support", "base", read).build()));

        assertThat(run.note().orElseThrow())
                .contains("Example 3, message 1: no role")
                .contains("training example 3 was read from tickets.csv, line 6 (row 3), its message 1");
    }

    @Test
    void await_jobFailedOverAValidationRecord_looksInThatPart() throws Exception {
        Origin origin = new Origin("valid.jsonl", 9, 9);
        Example odd = examples(1).get(0).withInfo(ExampleInfo.NONE.withProvenance(Provenance.human(origin)));
        pipeline.failNextJob(JobFailure.builder("line 1 is bad")
                .code("invalid_file")
                .param("validation_file")
                .row(1)
                .build());
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(RunPlan.builder("support", "base", examples(12))
                .validation(List.of(odd))
                .build()));

        assertThat(run.note().orElseThrow()).contains("validation example 1 was read from valid.jsonl, line 9");
    }

    @Test
    void await_interruptedJobOfAnyOtherProvider_isBilledAndNotSentAgain() throws Exception {
        pipeline.failNextJob(JobFailure.of(JobFailure.INTERRUPTED, "capacity was withdrawn"));
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.note().orElseThrow()).contains("capacity was withdrawn");
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_interruptedJobOfAProviderThatDoesNotBillThem_isStartedAgain() throws Exception {
        pipeline.capabilities(own -> own.interruptedIsUnbilled(true))
                .failNextJob(JobFailure.of(JobFailure.INTERRUPTED, "the worker died"));
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isEqualTo(2);
        assertThat(run.job().id()).hasValue("job-2");
    }

    @Test
    void await_pausedJobWhoseWorkerDied_isResumedAndNotSentAgain() throws Exception {
        pipeline.interruptJobs(2);
        FineTuningRuns runs = runs().build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.interruptionsLeft()).isZero();
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_modelNotServedYet_asksAgainPatiently() throws Exception {
        NotFoundException missing = new NotFoundException(INCIDENT, "model", "tuned", null);
        model.failNext(missing).failNext(missing).failNext(missing);
        FineTuningRuns runs = runs().build();

        assertThat(runs.await(runs.start(plan())).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(model.asked()).hasSize(4);
        assertThat(model.asked().get(0).messages().get(0).text()).isEqualTo("question 0");
    }

    @Test
    void await_modelNeverServed_timesOutAfterItsPatience() throws Exception {
        IntStream.range(0, 1_000).forEach(i -> model.failNext(new NotFoundException(INCIDENT, "model", "tuned", null)));
        FineTuningRuns runs = runs().servingPatience(Duration.ofMinutes(10)).build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("did not answer within");
        assertThat(registry.view().model("support")).isEmpty();
    }

    @Test
    void await_modelRejectsEveryQuestion_timesOutWithItsReasonAndNamesTheModel() throws Exception {
        IntStream.range(0, 1_000)
                .forEach(i -> model.failNext(new RequestRejectedException(INCIDENT, List.of("too long"), null)));
        FineTuningRuns runs = runs().servingPatience(Duration.ofMinutes(10)).build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("tuned", "too long");
    }

    @Test
    void await_gateSaysNo_registersButDoesNotPromote() throws Exception {
        FineTuningRuns runs = runs().evaluation(RunEvaluation.of(
                        Set.of("accuracy"),
                        task -> RunEvaluation.Result.of(
                                List.of(ScoreCard.of("accuracy", 0.5, Direction.HIGHER_IS_BETTER, 3, time.instant())))))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                .build();

        FineTuningRun run = runs.await(runs.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.promoted()).hasValue(false);
        assertThat(run.note().orElseThrow()).contains("accuracy");
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).isEmpty();
        assertThat(registry.view().model("support")).isPresent();
    }

    @Test
    void await_inAnotherObject_goesOnWhereTheFirstStopped() throws Exception {
        String id = runs().build().start(plan());
        for (int i = 0; i < 4; i++) {
            runs().build().advance(id);
        }

        assertThat(runs().build().await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
        assertThat(pipeline.uploads()).isOne();
    }

    @Test
    void cancel_runWhoseJobIsUnknown_findsItAndCancelsIt() throws Exception {
        pipeline.loseNextAnswer();
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);

        runs.cancel(id, "jana");
        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(pipeline.jobsCreated()).isOne();
        assertThat(pipeline.jobs(dev.finetuning.training.JobQuery.ALL).map(TrainingJob::status))
                .allSatisfy(status -> assertThat(status.phase()).isEqualTo(JobPhase.CANCELLED));
    }

    @Test
    void advanceAll_oneRunThatThrows_stillMovesTheOthers() {
        FineTuningRuns runs = runs().build();
        String first = runs.start(plan());
        String second = runs.start(plan());
        pipeline.failNext(Verb.UPLOAD, new IllegalStateException("a bug"));

        List<FineTuningRuns.Advance> results = runs.advanceAll();

        assertThat(results).hasSize(2);
        assertThat(results.get(0).failure().orElseThrow()).hasMessage("a bug");
        assertThat(results.get(0).runId()).isEqualTo(first);
        assertThat(results.get(1).failure()).isEmpty();
        assertThat(results.get(1).runId()).isEqualTo(second);
        assertThat(results.get(1).run().orElseThrow().stage()).isEqualTo(RunStage.SUBMIT);
        assertThat(runs.run(first).note().orElseThrow()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void advanceAll_unreadableRunAndOneThatEndsInAnError_stillMoveTheOthers() throws Exception {
        FineTuningRuns faulty = runs().model(
                        "faulty",
                        task -> {
                            throw new InternalError("a mapped file was cut off");
                        },
                        PromotionPolicy.of(),
                        Alias.PRODUCTION)
                .build();
        String unreadable = faulty.start(plan());
        String erring =
                faulty.start(RunPlan.builder("faulty", "base", examples(12)).build());
        String sound = faulty.start(plan());
        journal.append(
                "run:" + unreadable,
                Journal.ANY_SIZE,
                List.of(new JournalEntry("run.claimed", time.instant(), "not what it should be")));
        for (int i = 0; i < 12; i++) {
            faulty.advanceAll();
            time.advance(Duration.ofMinutes(15));
        }

        assertThat(faulty.run(sound).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(faulty.advanceAll())
                .extracting(
                        FineTuningRuns.Advance::runId,
                        moved -> moved.failure().map(Object::getClass).orElse(null))
                .containsExactly(tuple(unreadable, CorruptJournalException.class), tuple(erring, InternalError.class));
        assertThat(faulty.run(erring).note()).hasValue("java.lang.InternalError");
    }

    @Test
    void resumeOrStart_manyAtOnce_getOneRun() throws Exception {
        int processes = 8;
        CyclicBarrier together = new CyclicBarrier(processes);
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        try {
            for (int round = 0; round < 20; round++) {
                List<Future<String>> ids = new ArrayList<>();
                for (int i = 0; i < processes; i++) {
                    FineTuningRuns process = runs().build();
                    ids.add(threads.submit(() -> {
                        together.await();
                        return process.resumeOrStart(plan());
                    }));
                }
                Set<String> distinct = new HashSet<>();
                for (Future<String> id : ids) {
                    distinct.add(id.get());
                }
                assertThat(distinct).hasSize(1);
                assertThat(runs().build().runs(RunQuery.ALL)).hasSize(round + 1);
                String only = distinct.iterator().next();
                runs().build().cancel(only, "jana");
                assertThat(runs().build().await(only).status()).isEqualTo(RunStatus.CANCELLED);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void resumeOrStart_runOfOtherLabelsIsUnfinished_startsItsOwn() {
        FineTuningRuns runs = runs().build();
        String acme = runs.resumeOrStart(plan());
        RunPlan other = RunPlan.builder("support", "base", examples(12))
                .addLabel("tenant", "globex")
                .build();

        assertThat(runs.resumeOrStart(other)).isNotEqualTo(acme);
        assertThat(runs.resumeOrStart(plan())).isEqualTo(acme);
    }

    @Test
    void start_fewerExamplesThanTheProviderTakes_isRefusedBeforeAnythingIsUploaded() {
        pipeline.capabilities(own -> own.minExamples(20));

        assertThatThrownBy(() -> runs().build().start(plan()))
                .isInstanceOfSatisfying(
                        TooFewExamplesException.class,
                        e -> assertThat(e.required()).isEqualTo(20));
        assertThat(pipeline.uploads()).isZero();
    }

    @Test
    void start_checksLeaveNoValidationExample_isRefusedBeforeAnythingIsUploaded() {
        RunPlan plan = RunPlan.builder("support", "base", examples(12))
                .validation(List.of(ChatExample.of(Message.user("no answer follows"))))
                .checks(Checks.standard())
                .build();

        assertThatThrownBy(() -> runs().build().start(plan))
                .isInstanceOf(TooFewExamplesException.class)
                .hasMessageContaining("validation part has no examples (1 before");
        assertThat(pipeline.uploads()).isZero();
    }

    @Test
    void builder_nameThatTheRegistryWouldRefuse_isRefusedBeforeAnythingIsPaidFor() {
        for (String name : List.of("a@b", "x".repeat(300), "tab\there", " ")) {
            assertThatThrownBy(() -> RunPlan.builder(name, "base", examples(12)))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> RunPlan.builder("support", "base", examples(12))
                        .request(request -> request.suffix("two\nlines"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control");
    }

    @Test
    void build_gateOfAMetricThatIsNotMeasured_isRefusedBeforeAnythingIsPaidFor() {
        RunEvaluation similarity = RunEvaluation.of(Set.of("similarity"), task -> RunEvaluation.Result.of(List.of()));

        assertThatThrownBy(() -> runs().evaluation(similarity)
                        .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("accuracy")
                .hasMessageContaining("similarity");
    }

    @Test
    void build_gateOfAMetricAndAnEvaluationThatNamesNone_isRefusedBeforeAnythingIsPaidFor() {
        ScoreCard card = ScoreCard.of("accuracy", 0.9, Direction.HIGHER_IS_BETTER, 3, time.instant());

        assertThatThrownBy(() -> runs().evaluation(task -> RunEvaluation.Result.of(List.of(card)))
                        .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("accuracy")
                .hasMessageContaining("RunEvaluation.of");
    }

    @Test
    void build_gateOfAMetricAndNoEvaluation_isRefusedBeforeAnythingIsPaidFor() {
        PromotionPolicy accurate = PromotionPolicy.of(Gate.atLeast("accuracy", 0.8));

        assertThatThrownBy(() -> runs().promotion(accurate, Alias.PRODUCTION).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("accuracy")
                .hasMessageContaining("measures nothing");
        assertThatThrownBy(() -> runs().model("own", RunEvaluation.none(), accurate, Alias.PRODUCTION)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("own");
    }

    @Test
    void runs_queried_areFilteredNewestFirst() throws Exception {
        FineTuningRuns runs = runs().build();
        String first = runs.start(plan());
        String second =
                runs.start(RunPlan.builder("other", "base", examples(10)).build());
        runs.await(first);

        assertThat(runs.runs(RunQuery.ALL)).extracting(FineTuningRun::id).containsExactly(second, first);
        assertThat(runs.runs(RunQuery.ALL.withLabel("tenant", "acme")))
                .extracting(FineTuningRun::id)
                .containsExactly(first);
        assertThat(runs.runs(RunQuery.ALL.withStatus(RunStatus.ACTIVE)))
                .extracting(FineTuningRun::id)
                .containsExactly(second);
        assertThat(runs.runs(RunQuery.ALL.before(runs.run(first).startedAt()))).isEmpty();
        assertThat(runs.runs(RunQuery.ALL.since(runs.run(first).startedAt()))).hasSize(2);
        assertThat(runs.runs(RunQuery.ALL.before(time.instant().plusNanos(1)))).hasSize(2);
        assertThat(runs.unfinished("other")).isPresent();
        assertThat(runs.unfinished("support")).isEmpty();
        assertThat(runs.summary()).contains("2 runs", "1 active", "1 succeeded", first, second, "tenant=acme");
    }

    @Test
    void advance_runThatALaterVersionWroteTo_isLeftAlone() {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        journal.append("run:" + id, 1, List.of(new JournalEntry("run.paused", time.instant(), "{}")));

        FineTuningRun run = runs.advance(id);

        assertThat(run.status()).isEqualTo(RunStatus.ACTIVE);
        assertThat(run.stage()).isEqualTo(RunStage.UPLOAD);
        assertThat(pipeline.uploads()).isZero();
    }

    @Test
    void advance_unknownRun_isNamed() {
        assertThatThrownBy(() -> runs().build().advance("run-nobody"))
                .isInstanceOf(UnknownRunException.class)
                .hasMessageContaining("run-nobody");
    }
}
