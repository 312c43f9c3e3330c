package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.follow.Deadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No run waits for ever, and none ends over what decides nothing. */
class RunPatienceTest {
    private static final Incident BROKEN = Incident.of("scripted", "look");

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final ScriptedChatModel model = ScriptedChatModel.echo("tuned");
    private ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.of(time, JobScript.succeeding(), model);

    private FineTuningRunsBuilder runs() {
        return FineTuningRuns.builder(journal, folder, pipeline, registry)
                .clock(time)
                .sleeper(time);
    }

    private static RunPlan plan() {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i)))
                .toList();
        return RunPlan.builder("support", "base", examples).build();
    }

    /** A day of tries a minute apart would take long to test; the first ones and the last hour's are enough. */
    private void lookOnceInTwentyThreeHours(FineTuningRuns runs, String id) {
        for (int i = 0; i < 4; i++) {
            assertThat(runs.advance(id).status()).isEqualTo(RunStatus.ACTIVE);
            time.advance(Duration.ofMinutes(1));
        }
        time.advance(Duration.ofHours(23));
        assertThat(runs.advance(id).status()).isEqualTo(RunStatus.ACTIVE);
    }

    private JobPhase phaseOfTheJob() {
        return pipeline.jobs(JobQuery.ALL).findFirst().orElseThrow().status().phase();
    }

    @Test
    void await_jobInQueueForTooLong_timesOutNamesTheJobAndCancelsNothing() throws Exception {
        pipeline = ScriptedTrainingPipeline.of(
                time, JobScript.ending(JobPhase.SUCCEEDED).then(JobPhase.QUEUED, Duration.ofHours(30)), model);
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        Instant start = time.instant();

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.status().terminal()).isFalse();
        assertThat(run.note().orElseThrow()).contains("job-1", "has not begun to run within PT24H", "extend");
        assertThat(Duration.between(start, time.instant())).isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(phaseOfTheJob()).isEqualTo(JobPhase.QUEUED);
        assertThat(runs.advanceAll())
                .allSatisfy(moved -> assertThat(moved.failure()).isEmpty());

        runs.extend(id, "jana");

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void await_wordOfTheProviderThatNobodyKnows_timesOut() throws Exception {
        pipeline = ScriptedTrainingPipeline.of(
                time,
                JobScript.ending(JobPhase.SUCCEEDED)
                        .then(JobPhase.RUNNING, Duration.ofHours(1))
                        .then(new JobStatus(JobPhase.UNKNOWN, "completed"), Duration.ofDays(900)),
                model);

        FineTuningRun run = runs().build().await(runs().build().start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.job().status()).hasValue("completed");
    }

    @Test
    void await_successWithoutAModel_timesOutAndGoesOnOnceItHasAName() throws Exception {
        pipeline.nameModelsAfter(Duration.ofHours(1));
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("job-1", "has named no model within PT15M");
        time.advance(Duration.ofHours(1));
        runs.extend(id, "jana");
        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void await_providerBrokenForDays_timesOutAtTheJobsDeadline() throws Exception {
        FineTuningRuns runs =
                runs().deadlines(Deadlines.total(Duration.ofHours(6))).build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        for (int i = 0; i < 1_000; i++) {
            pipeline.failNextLook(new ProviderFaultException(BROKEN, "<html>", null));
        }

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("job-1", "is not over after PT6H", "<html>");
    }

    @Test
    void await_uploadThatKeepsFailing_timesOutAfterADay() throws Exception {
        pipeline.keepFailing(Verb.UPLOAD, new ProviderFaultException(BROKEN, "<html>", null));
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        Instant start = time.instant();
        lookOnceInTwentyThreeHours(runs, id);

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("stage upload", "PT24H", "<html>");
        assertThat(Duration.between(start, time.instant())).isLessThan(Duration.ofHours(25));
        pipeline.mend();
        runs.extend(id, "jana");
        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void await_creationRefusedForNowAgainAndAgain_timesOutAfterADay() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            pipeline.failNextStart(new RetryLaterException(BROKEN, "the file is not ready", null, null));
        }

        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        Instant start = time.instant();
        lookOnceInTwentyThreeHours(runs, id);

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("the file is not ready");
        assertThat(Duration.between(start, time.instant())).isLessThan(Duration.ofHours(25));
        assertThat(pipeline.jobsCreated()).isZero();
    }

    @Test
    void await_retryAfterOfAYear_isCutToAnHour() throws Exception {
        pipeline.failNext(Verb.UPLOAD, new RetryLaterException(BROKEN, "busy", Duration.ofDays(365), null));
        pipeline.failNextStart(new RetryLaterException(BROKEN, "busy", Duration.ofDays(365), null));
        pipeline.failNextLook(new RetryLaterException(BROKEN, "busy", Duration.ofDays(365), null));
        Instant start = time.instant();

        FineTuningRun run = runs().build().await(runs().build().start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(Duration.between(start, time.instant())).isBetween(Duration.ofHours(3), Duration.ofHours(4));
    }

    @Test
    void await_eventsThatCannotBeRead_areToldOnceAndHoldNothingUp() throws Exception {
        pipeline.keepFailing(Verb.EVENTS, new IllegalStateException("garbage"));
        List<RuntimeException> told = new ArrayList<>();
        FineTuningRuns runs = runs().addListener(new LifecycleListener() {
                    @Override
                    public void onChange(FineTuningRun run) {}

                    @Override
                    public void onEventsUnread(FineTuningRun run, RuntimeException failure) {
                        assertThat(run.job().id()).hasValue("job-1");
                        told.add(failure);
                    }
                })
                .build();

        assertThat(runs.await(runs.start(plan())).status()).isEqualTo(RunStatus.SUCCEEDED);

        assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void await_eventsThatFailOnceInAWhile_keepWhatWasMeasured() throws Exception {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        time.advance(Duration.ofMinutes(6));
        runs.advance(id);
        double loss = runs.run(id).loss().orElseThrow();
        pipeline.keepFailing(Verb.EVENTS, new ProviderFaultException(BROKEN, "<html>", null));
        runs.advance(id);

        assertThat(runs.run(id).loss()).hasValue(loss);
    }

    @Test
    void await_jobThatItsProviderForgets_failsAfterAFewLooks() throws Exception {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        pipeline.failNextLook(new NotFoundException(BROKEN, "job", "job-1", null));
        runs.advance(id);
        assertThat(runs.run(id).status()).isEqualTo(RunStatus.ACTIVE);
        pipeline.forgetJobs();

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.note().orElseThrow()).contains("no longer knows job job-1");
        assertThat(pipeline.looks()).isEqualTo(6);
    }

    @Test
    void await_modelThatIsNotServed_timesOutAndGoesOnOnceItIs() throws Exception {
        for (int i = 0; i < 200; i++) {
            model.failNext(new RequestRejectedException(BROKEN, List.of("no such deployment"), null));
        }
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());

        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(run.note().orElseThrow()).contains("tuned-job-1", "did not answer within PT30M");
        for (int i = 0; i < 3 && runs.run(id).status() == RunStatus.TIMED_OUT; i++) {
            runs.extend(id, "jana");
            run = runs.await(id);
        }
        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void cancel_jobThatIsGone_endsTheRun() throws Exception {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        pipeline.forgetJobs();

        runs.cancel(id, "jana");

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void cancel_jobThatEndsMeanwhile_isLookedAtAndTheRunEnds() throws Exception {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        time.advance(Duration.ofHours(1));
        pipeline.keepFailing(
                Verb.CANCEL, new RequestRejectedException(BROKEN, List.of("the job has already ended"), null));

        runs.cancel(id, "jana");

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void cancel_refusedWhileTheJobRuns_isTriedAgainAndThenTimesOut() {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        pipeline.keepFailing(Verb.CANCEL, new RequestRejectedException(BROKEN, List.of("not now"), null));
        runs.cancel(id, "jana");

        assertThatThrownBy(() -> runs.advance(id)).isInstanceOf(RequestRejectedException.class);
        assertThat(runs.run(id).status()).isEqualTo(RunStatus.ACTIVE);
        pipeline.mend();
        time.advance(Duration.ofMinutes(1));

        assertThat(runs.advance(id).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(phaseOfTheJob()).isEqualTo(JobPhase.CANCELLED);
    }

    @Test
    void cancel_providerThatCannotCancel_endsTheRunAndSaysThatTheJobGoesOn() throws Exception {
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        runs.advance(id);
        runs.advance(id);
        pipeline.keepFailing(Verb.CANCEL, new CapabilityGoneException(BROKEN, "cancel", "no such verb", null));

        runs.cancel(id, "jana");
        FineTuningRun run = runs.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.note().orElseThrow()).contains("cannot cancel job job-1, which continues");
    }

    @Test
    void advance_surplusJobsThatCannotBeListed_neverHoldUpTheJob() throws Exception {
        pipeline.failNextStart(new ProviderFaultException(BROKEN, "garbage", null));
        FineTuningRuns runs = runs().build();
        String id = runs.start(plan());
        while (runs.run(id).job().id().isEmpty()) {
            time.advance(Duration.ofMinutes(1));
            runs.advance(id);
        }
        pipeline.keepFailing(Verb.LIST, new ProviderFaultException(BROKEN, "<html>", null));

        assertThat(runs.await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void reconcile_senderWhoseClockIsBehind_stillWaitsForTheWholeWindow() {
        ManualTime behind = ManualTime.startingAt(time.instant().minus(Duration.ofMinutes(16)));
        FineTuningRuns sender = FineTuningRuns.builder(journal, folder, pipeline, registry)
                .clock(behind)
                .sleeper(behind)
                .build();
        FineTuningRuns reader = runs().build();
        String id = sender.start(plan());
        sender.advance(id);
        pipeline.failNextStart(new ProviderFaultException(BROKEN, "garbage", null));
        sender.advance(id);
        assertThat(reader.run(id).stage()).isEqualTo(RunStage.RECONCILE);

        for (int minute = 0; minute < 15; minute++) {
            reader.advance(id);
            reader.advance(id);
            assertThat(reader.run(id).stage()).as("minute %d", minute).isEqualTo(RunStage.RECONCILE);
            time.advance(Duration.ofMinutes(1));
        }
        reader.advance(id);
        reader.advance(id);

        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void submit_heldUpForAThirdOfTheWindow_isNotSent() {
        FineTuningRuns[] runs = new FineTuningRuns[1];
        Journal slow = new SlowJournal(journal, () -> time.advance(Duration.ofSeconds(4)));
        runs[0] = FineTuningRuns.builder(slow, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .lostAnswer(new LostAnswerPolicy(Duration.ofSeconds(9), LostAnswerPolicy.Then.RESEND))
                .build();
        String id = runs[0].start(plan());
        runs[0].advance(id);

        FineTuningRun run = runs[0].advance(id);

        assertThat(pipeline.jobsCreated()).isZero();
        assertThat(run.stage()).isEqualTo(RunStage.SUBMIT);
        assertThat(run.note().orElseThrow()).contains("not sent");
    }

    @Test
    void submit_somebodyDecidedMeanwhileThatNothingWasSent_isNotSent() {
        FineTuningRuns other = runs().lostAnswer(LostAnswerPolicy.IN_PROCESS).build();
        String[] id = new String[1];
        Journal slow = new SlowJournal(journal, () -> other.advance(id[0]));
        FineTuningRuns held = FineTuningRuns.builder(slow, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .build();
        id[0] = held.start(plan());
        held.advance(id[0]);

        held.advance(id[0]);

        assertThat(pipeline.jobsCreated()).isZero();
        assertThat(held.run(id[0]).stage()).isEqualTo(RunStage.SUBMIT);
        List<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL).toList();
        assertThat(jobs).isEmpty();
    }
}
