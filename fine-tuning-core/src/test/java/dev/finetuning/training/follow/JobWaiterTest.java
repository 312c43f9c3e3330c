package dev.finetuning.training.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.WaitResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JobWaiterTest {
    private static final Incident BUSY =
            new Incident("scripted", "look at job", OptionalInt.of(503), Optional.empty(), Optional.empty());

    private final ManualTime time = ManualTime.create();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private JobWaiter.Builder waiter() {
        return JobWaiter.builder()
                .clock(time)
                .sleeper(time)
                .random(seeded())
                .threads(1)
                .addListener(listener());
    }

    private static RandomGenerator seeded() {
        return new java.util.SplittableRandom(7);
    }

    private JobListener listener() {
        return new JobListener() {
            @Override
            public void onStatus(TrainingJob job) {
                heard.add(job.id() + " is " + job.status());
            }

            @Override
            public void onEvent(TrainingJob job, TrainingEvent event) {
                heard.add(job.id() + " event " + event.id());
            }
        };
    }

    private ScriptedTrainingPipeline pipeline(JobScript script) {
        return ScriptedTrainingPipeline.of(time, script, ScriptedChatModel.echo("m"));
    }

    private static TrainingRequest request() {
        return TrainingRequest.builder("base", "file-1").build();
    }

    @Test
    void await_jobWhoseWorkerDies_resumesItUntilItSucceeds() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding()).interruptJobs(3);

        WaitResult result = waiter().build().await(pipeline, request());

        assertThat(result.job().status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(pipeline.interruptionsLeft()).isZero();
        assertThat(pipeline.jobsCreated()).isOne();
        assertThat(heard).contains("job-1 is paused");
    }

    @Test
    void await_jobThatCannotBeResumedNow_triesAgain() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding())
                .interruptJobs(1)
                .failNext(Verb.RESUME, new RetryLaterException(BUSY, "busy", null, null));

        WaitResult result = waiter().build().await(pipeline, request());

        assertThat(result.job().status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(pipeline.interruptionsLeft()).isZero();
    }

    @Test
    void await_jobThatSucceeds_givesItsModelAndEachEventOnceInOrder() {
        WaitResult result = waiter().build().await(pipeline(JobScript.succeeding()), request());

        assertThat(result.succeeded()).isTrue();
        assertThat(result.modelOrThrow()).isEqualTo("tuned-job-1");
        assertThat(heard).startsWith("job-1 is queued").contains("job-1 is running", "job-1 is succeeded");
        List<String> steps =
                heard.stream().filter(line -> line.contains("-step-")).toList();
        assertThat(steps).hasSize(10).doesNotHaveDuplicates();
        assertThat(steps.get(0)).endsWith("step-1");
        assertThat(steps.get(9)).endsWith("step-10");
    }

    @Test
    void await_noPaceGiven_looksAsOftenAsSuitsTheProvider() {
        JobScript quick = JobScript.ending(JobPhase.SUCCEEDED).then(JobPhase.RUNNING, Duration.ofMillis(300));
        Instant begun = time.instant();
        waiter().build().await(pipeline(quick).capabilities(it -> it.inProcess(true)), request());
        Instant between = time.instant();
        waiter().build().await(pipeline(quick), request());

        assertThat(Duration.between(begun, between)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(1));
        assertThat(Duration.between(between, time.instant())).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void await_jobThatFails_isAResultThatHasNoModel() {
        WaitResult result = waiter().build().await(pipeline(JobScript.failing()), request());

        assertThat(result.ending()).isEqualTo(Ending.FINISHED);
        assertThat(result.succeeded()).isFalse();
        assertThatThrownBy(result::modelOrThrow)
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("job-1")
                .hasMessageContaining("failed, as scripted");
    }

    @Test
    void await_jobStuckInQueue_endsAtTheQueueDeadline() {
        JobScript stuck = JobScript.ending(JobPhase.SUCCEEDED).then(JobPhase.QUEUED, Duration.ofDays(30));
        Instant start = time.instant();

        WaitResult result = waiter().deadlines(
                        new Deadlines(Duration.ofHours(2), Duration.ofHours(9), Duration.ofHours(20)))
                .build()
                .await(pipeline(stuck), request());

        assertThat(result.ending()).isEqualTo(Ending.QUEUED_TOO_LONG);
        assertThat(result.timedOut()).isTrue();
        assertThat(result.job().id()).isEqualTo("job-1");
        assertThat(Duration.between(start, time.instant())).isBetween(Duration.ofHours(2), Duration.ofMinutes(122));
    }

    @Test
    void await_jobThatRunsForEver_endsAtTheRunningDeadline() {
        JobScript endless = JobScript.ending(JobPhase.SUCCEEDED)
                .then(JobPhase.QUEUED, Duration.ofMinutes(1))
                .then(JobPhase.RUNNING, Duration.ofDays(30));

        WaitResult result = waiter().deadlines(
                        new Deadlines(Duration.ofHours(2), Duration.ofHours(3), Duration.ofHours(20)))
                .build()
                .await(pipeline(endless), request());

        assertThat(result.ending()).isEqualTo(Ending.RAN_TOO_LONG);
    }

    @Test
    void await_unknownStatus_isNeverTerminalAndTheTotalDeadlineRuns() {
        JobScript odd = JobScript.ending(JobPhase.SUCCEEDED)
                .then(new JobStatus(JobPhase.UNKNOWN, "compressing"), Duration.ofDays(30));

        WaitResult result =
                waiter().deadlines(Deadlines.total(Duration.ofHours(1))).build().await(pipeline(odd), request());

        assertThat(result.ending()).isEqualTo(Ending.OUT_OF_TIME);
        assertThat(result.job().status().providerText()).isEqualTo("compressing");
    }

    @Test
    void await_validatedJob_isLaunchedOnceByDefault() {
        JobScript resting = JobScript.ending(JobPhase.SUCCEEDED)
                .then(JobPhase.VALIDATING, Duration.ofSeconds(5))
                .then(JobPhase.VALIDATED, Duration.ofSeconds(5))
                .then(JobPhase.RUNNING, Duration.ofMinutes(1));

        assertThat(waiter().build().await(pipeline(resting), request()).succeeded())
                .isTrue();
    }

    @Test
    void await_validatedJobNotToBeLaunched_restsInsteadOfHanging() {
        JobScript resting = JobScript.ending(JobPhase.SUCCEEDED)
                .then(JobPhase.VALIDATING, Duration.ofSeconds(5))
                .then(JobPhase.VALIDATED, Duration.ofSeconds(5));

        WaitResult result = waiter().launchValidated(false).build().await(pipeline(resting), request());

        assertThat(result.ending()).isEqualTo(Ending.RESTING);
    }

    @Test
    void await_eventsThatCannotBeRead_areToldOnceAndHoldNothingUp() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding())
                .keepFailing(Verb.EVENTS, new RetryLaterException(BUSY, "busy", Duration.ofDays(365), null));
        List<RuntimeException> told = new ArrayList<>();
        Instant start = time.instant();

        WaitResult result = waiter().addListener(new JobListener() {
                    @Override
                    public void onEventsUnread(String jobId, RuntimeException failure) {
                        told.add(failure);
                    }
                })
                .build()
                .await(pipeline, request());

        assertThat(result.succeeded()).isTrue();
        assertThat(Duration.between(start, time.instant())).isLessThan(Duration.ofMinutes(13));
        assertThat(told).singleElement().isInstanceOf(RetryLaterException.class);
    }

    @Test
    void await_providerThatIsBrokenForHours_isOutlived() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding());
        for (int i = 0; i < 300; i++) {
            pipeline.failNextLook(new ProviderFaultException(BUSY, "<html>maintenance</html>", null));
        }

        assertThat(waiter().build().await(pipeline, request()).succeeded()).isTrue();
    }

    @Test
    void await_jobThatIsNotFoundForAMoment_isAwaited_butNotForEver() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding());
        for (int i = 0; i < 5; i++) {
            pipeline.failNextLook(new NotFoundException(BUSY, "job", "job-1", null));
        }
        assertThat(waiter().build().await(pipeline, request()).succeeded()).isTrue();

        pipeline.forgetJobs();

        assertThatThrownBy(() -> waiter().build().await(pipeline, "job-1")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void await_successWithoutAModelsName_waitsForItWithinItsDeadline() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding()).nameModelsAfter(Duration.ofMinutes(10));

        WaitResult named = waiter().build().await(pipeline, request());
        WaitResult nameless = waiter().deadlines(Deadlines.DEFAULT.withModel(Duration.ofMinutes(5)))
                .build()
                .await(pipeline, request());

        assertThat(named.modelOrThrow()).isEqualTo("tuned-job-1");
        assertThat(nameless.ending()).isEqualTo(Ending.NO_MODEL);
        assertThat(nameless.timedOut()).isTrue();
        assertThat(nameless.succeeded()).isFalse();
    }

    @Test
    void await_pausedJob_countsAgainstTheTotalOnly() {
        JobScript paused = JobScript.ending(JobPhase.SUCCEEDED)
                .then(JobPhase.RUNNING, Duration.ofHours(2))
                .then(JobPhase.PAUSED, Duration.ofHours(10))
                .then(JobPhase.RUNNING, Duration.ofHours(2));
        Duration hour = Duration.ofHours(1);

        assertThat(waiter().deadlines(new Deadlines(hour, Duration.ofHours(5), Duration.ofDays(1)))
                        .build()
                        .await(pipeline(paused), request())
                        .succeeded())
                .isTrue();
        assertThat(waiter().deadlines(new Deadlines(hour, Duration.ofHours(3), Duration.ofDays(1)))
                        .build()
                        .await(pipeline(paused), request())
                        .ending())
                .isEqualTo(Ending.RAN_TOO_LONG);
    }

    @Test
    void await_retryAfterOfAYear_isCutToAnHour() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.ending(JobPhase.SUCCEEDED));
        pipeline.failNextLook(new RetryLaterException(BUSY, "busy", Duration.ofDays(365), null));
        Instant start = time.instant();

        assertThat(waiter().build().await(pipeline, request()).succeeded()).isTrue();

        assertThat(Duration.between(start, time.instant())).isEqualTo(PollPace.MAX_RETRY_AFTER);
    }

    @Test
    void await_retryAfter_isObeyedInFull() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.ending(JobPhase.SUCCEEDED));
        pipeline.failNextLook(new RetryLaterException(BUSY, "busy", Duration.ofMinutes(17), null));
        Instant start = time.instant();

        assertThat(waiter().build().await(pipeline, request()).succeeded()).isTrue();

        assertThat(Duration.between(start, time.instant())).isGreaterThanOrEqualTo(Duration.ofMinutes(17));
        assertThat(pipeline.looks()).isEqualTo(2);
    }

    @Test
    void await_badCredentials_reachTheCallerAtOnce() {
        ScriptedTrainingPipeline pipeline = pipeline(JobScript.succeeding());
        pipeline.failNextLook(new CredentialsException(BUSY, "no such key", null));

        assertThatThrownBy(() -> waiter().build().await(pipeline, request())).isInstanceOf(CredentialsException.class);
    }

    @Test
    void await_listenerThatThrows_doesNotEndTheWait() {
        JobListener faulty = new JobListener() {
            @Override
            public void onStatus(TrainingJob job) {
                throw new IllegalStateException("display is broken");
            }
        };

        assertThat(waiter().addListener(faulty)
                        .build()
                        .await(pipeline(JobScript.succeeding()), request())
                        .succeeded())
                .isTrue();
    }

    @Test
    void await_interruptedThread_endsAsAResultAndKeepsTheFlag() {
        Thread.currentThread().interrupt();

        WaitResult result = waiter().build().await(pipeline(JobScript.succeeding()), request());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
    }

    @Test
    void awaitAsync_thousandJobsThroughAnOutage_areBoundedAndEachEventComesOnce() throws Exception {
        OutagePipeline pipeline = new OutagePipeline(
                pipeline(JobScript.succeeding()),
                time,
                time.instant().plus(Duration.ofMinutes(3)),
                Duration.ofMinutes(20));
        Instant start = time.instant();
        List<CompletableFuture<WaitResult>> waits = new ArrayList<>();
        try (JobWaiter waiter = waiter().requestsPerSecond(50).build()) {
            for (int i = 0; i < 1_000; i++) {
                waits.add(waiter.awaitAsync(pipeline, pipeline.start(request()).id()));
            }
            for (CompletableFuture<WaitResult> wait : waits) {
                assertThat(wait.get(60, TimeUnit.SECONDS).succeeded()).isTrue();
            }
        }
        double seconds = Duration.between(start, time.instant()).toSeconds();
        assertThat(pipeline.requests()).isLessThanOrEqualTo((long) (seconds * 50) + 100);
        assertThat(pipeline.requestsWithinRetryAfter()).isZero();
        Map<String, List<String>> byJob = new HashMap<>();
        heard.stream()
                .filter(line -> line.contains("-step-"))
                .forEach(
                        line -> byJob.computeIfAbsent(line.substring(0, line.indexOf(' ')), unused -> new ArrayList<>())
                                .add(line.substring(line.lastIndexOf('-') + 1)));
        assertThat(byJob).hasSize(1_000);
        assertThat(byJob.values())
                .allSatisfy(
                        steps -> assertThat(steps).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
    }

    @Test
    void close_openFutures_endAsInterrupted() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        JobWaiter waiter = JobWaiter.builder()
                .clock(time)
                .sleeper(pause -> {
                    if (pause.isZero()) {
                        return;
                    }
                    asleep.countDown();
                    new CountDownLatch(1).await();
                })
                .build();
        ScriptedTrainingPipeline pipeline =
                pipeline(JobScript.ending(JobPhase.SUCCEEDED).then(JobPhase.RUNNING, Duration.ofDays(1)));
        String id = pipeline.start(request()).id();
        CompletableFuture<WaitResult> open = waiter.awaitAsync(pipeline, id);
        assertThat(asleep.await(10, TimeUnit.SECONDS)).isTrue();

        waiter.close();

        assertThat(open.get(10, TimeUnit.SECONDS).ending()).isEqualTo(Ending.INTERRUPTED);
        assertThatThrownBy(() -> waiter.awaitAsync(pipeline, id)).isInstanceOf(IllegalStateException.class);
    }
}
