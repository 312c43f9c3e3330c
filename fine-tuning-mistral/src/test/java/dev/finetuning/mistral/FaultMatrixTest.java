package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is at the server, and what the caller is told, when the network fails at the worst moment. */
class FaultMatrixTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String START = "POST .*/start$";
    private static final String CANCEL = "POST .*/cancel$";
    private static final String UPLOAD = "POST /v1/files$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final MistralTrainingPipeline pipeline = new MistralTrainingPipeline(
            Fixtures.settings(sandbox).timeout(Duration.ofMillis(700)).build());

    private TrainingRequest request() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        return TrainingRequest.builder(Fixtures.MODEL, file).mark("run-7").build();
    }

    private TrainingJob resting() {
        TrainingJob job = pipeline.start(request());
        time.advance(Duration.ofMinutes(1));
        return job;
    }

    private long sent(String line) {
        return sandbox.requestLines().stream()
                .filter(each -> each.matches(".*" + line))
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void create_answerLost_isUnknownAndLeavesOneJobThatTheMarkFinds(Fault fault) {
        TrainingRequest request = request();
        sandbox.failNext(CREATE, fault);
        OutcomeUnknownException failure =
                catchThrowableOfType(OutcomeUnknownException.class, () -> pipeline.start(request));
        assertThat(failure.mark()).contains("run-7");
        assertThat(failure).hasMessageContaining("look for the mark run-7");
        assertThat(sandbox.jobCount()).isEqualTo(1);
        assertThat(sent(CREATE)).isEqualTo(1);
        try (Stream<TrainingJob> found = pipeline.jobs(JobQuery.marked("run-7"))) {
            assertThat(found).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void upload_answerLost_findsTheFileInsteadOfSendingItAgain(Fault fault) {
        sandbox.failNext(UPLOAD, fault);
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        assertThat(file.bytes().orElseThrow()).isPositive();
        assertThat(sandbox.fileCount()).isEqualTo(1);
        assertThat(sent(UPLOAD)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void start_answerLost_looksAndTellsThatTheJobIsUnderWay(Fault fault) {
        TrainingJob job = resting();
        sandbox.failNext(START, fault);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(sent(START)).isEqualTo(1);
        assertThat(sandbox.jobCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void cancel_answerLost_looksAndTellsThatTheJobIsCancelled(Fault fault) {
        TrainingJob job = resting();
        sandbox.failNext(CANCEL, fault);
        assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(sent(CANCEL)).isEqualTo(1);
        assertThat(sandbox.jobCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET_BEFORE", "GARBAGE_BEFORE"})
    void create_brokenBeforeTheHost_isUnknownAndLeavesNoJob(Fault fault) {
        TrainingRequest request = request();
        sandbox.failNext(CREATE, fault);
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> pipeline.start(request)))
                .isNotNull();
        assertThat(sandbox.jobCount()).isZero();
        assertThat(sent(CREATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET_BEFORE", "GARBAGE_BEFORE"})
    void startAndCancel_brokenBeforeTheHost_areToBeTriedLater(Fault fault) {
        TrainingJob job = resting();
        sandbox.failNext(START, fault);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.launch(job.id())))
                .isNotNull();
        sandbox.failNext(CANCEL, fault);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.cancel(job.id())))
                .isNotNull();
        assertThat(pipeline.job(job.id()).status().phase()).isEqualTo(JobPhase.VALIDATED);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
    }

    @Test
    void start_answerLostAndTheLookToo_isToBeTriedLater() {
        TrainingJob job = resting();
        sandbox.failNext(START, Fault.RESET_AFTER);
        sandbox.answerNext(LOOK, Answer.ok(Map.of("id", job.id(), "status", "VALIDATED")));
        sandbox.answerNext(LOOK, MistralSandbox.error(401, null, "Unauthorized"));
        RetryLaterException failure = catchThrowableOfType(RetryLaterException.class, () -> pipeline.launch(job.id()));
        assertThat(failure.getSuppressed()).hasOnlyElementsOfType(CredentialsException.class);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(sent(START)).isEqualTo(1);
    }

    @Test
    void create_answerDrips_arrivesWhole() {
        TrainingRequest request = request();
        sandbox.failNext(CREATE, Fault.DRIP_AFTER);
        assertThat(pipeline.start(request).mark()).hasValue("run-7");
    }

    @Test
    void create_hostNotThere_isRetryLaterForNothingWasSent() {
        TrainingRequest request = request();
        sandbox.close();
        RetryLaterException failure = catchThrowableOfType(RetryLaterException.class, () -> pipeline.start(request));
        assertThat(failure).hasMessageContaining("nothing was sent");
    }

    @Test
    void upload_brokenBeforeTheHost_isSentAgain() {
        sandbox.failNext(UPLOAD, Fault.RESET_BEFORE);
        assertThat(pipeline.upload(Fixtures.support("support", 12)).id()).isNotEmpty();
        assertThat(sandbox.fileCount()).isEqualTo(1);
    }

    @Test
    void create_interrupted_isUnknownAndKeepsTheInterrupt() {
        TrainingRequest request = request();
        sandbox.failNext(CREATE, Fault.TIMEOUT_AFTER);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            OutcomeUnknownException failure =
                    catchThrowableOfType(OutcomeUnknownException.class, () -> pipeline.start(request));
            interrupted.complete(failure != null && Thread.currentThread().isInterrupted());
        });
        caller.start();
        caller.interrupt();
        assertThat(interrupted.join()).isTrue();
    }
}
