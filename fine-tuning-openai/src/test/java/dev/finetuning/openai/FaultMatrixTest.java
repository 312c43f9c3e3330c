package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.models.finetuning.jobs.JobCreateParams;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is at the server, and what the caller is told, when the network fails at the worst moment. */
class FaultMatrixTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String CANCEL = "POST .*/cancel$";
    private static final String UPLOAD = "POST /v1/files$";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(
            Fixtures.settings(sandbox).timeout(Duration.ofMillis(700)).build());

    @AfterEach
    void close() {
        pipeline.close();
    }

    private TrainingRequest request() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        return TrainingRequest.builder(Fixtures.MODEL, file).mark("run-7").build();
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
        try (Stream<TrainingJob> found = pipeline.jobs(JobQuery.marked("run-7"))) {
            assertThat(found).hasSize(1);
        }
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

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void cancel_answerLost_looksAtTheJobWhichIsCancelled(Fault fault) {
        TrainingJob job = pipeline.start(request());
        sandbox.failNext(CANCEL, fault);
        assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(sandbox.jobCount()).isEqualTo(1);
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
        assertThat(sandbox.jobCount()).isZero();
    }

    @Test
    void upload_brokenBeforeTheHost_isSentAgain() {
        sandbox.failNext(UPLOAD, Fault.RESET_BEFORE);
        assertThat(pipeline.upload(Fixtures.support("support", 12)).id()).isNotEmpty();
        assertThat(sandbox.fileCount()).isEqualTo(1);
    }

    @Test
    void upload_brokenThreeTimes_isRetryLaterAndTheNextOneArrives() {
        for (int i = 0; i < 3; i++) {
            sandbox.failNext(UPLOAD, Fault.RESET_BEFORE);
        }
        assertThat(catchThrowableOfType(
                        RetryLaterException.class, () -> pipeline.upload(Fixtures.support("support", 12))))
                .isNotNull();
        assertThat(pipeline.upload(Fixtures.support("support", 12)).id()).isNotEmpty();
        assertThat(sandbox.fileCount()).isEqualTo(1);
    }

    /** OkHttp sends again by itself when a 503 says so, even with all retries off. */
    @Test
    void create_503WithRetryAfterZero_isSentOnce() {
        TrainingRequest request = request();
        sandbox.answerNext(
                CREATE, OpenAiSandbox.error(503, "overloaded", "Busy.").with("Retry-After", "0"));
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> pipeline.start(request)))
                .isNotNull();
        assertThat(creations()).isEqualTo(1);
    }

    @Test
    void plainClient_503WithRetryAfterZero_sendsTwiceEvenWithoutRetries() {
        String file = request().trainingFile();
        try (PlainClient plain = PlainClient.withRetries(sandbox, 0)) {
            sandbox.answerNext(
                    CREATE, OpenAiSandbox.error(503, "overloaded", "Busy.").with("Retry-After", "0"));
            plain.client.fineTuning().jobs().create(plainRequest(file));
            assertThat(creations()).isEqualTo(2);
        }
    }

    @Test
    void plainClient_answerLost_createsThreeJobs() {
        String file = request().trainingFile();
        for (int i = 0; i < 3; i++) {
            sandbox.failNext(CREATE, Fault.RESET_AFTER);
        }
        try (PlainClient plain = PlainClient.of(sandbox)) {
            assertThat(catchThrowableOfType(
                            RuntimeException.class,
                            () -> plain.client.fineTuning().jobs().create(plainRequest(file))))
                    .isNotNull();
        }
        assertThat(sandbox.jobCount()).isEqualTo(3);
    }

    private long creations() {
        return sandbox.requestLines().stream()
                .filter("POST /v1/fine_tuning/jobs"::equals)
                .count();
    }

    private static JobCreateParams plainRequest(String file) {
        return JobCreateParams.builder()
                .model(Fixtures.MODEL)
                .trainingFile(file)
                .build();
    }
}
