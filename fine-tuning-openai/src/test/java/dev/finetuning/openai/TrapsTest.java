package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.LogLevel;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.RateLimitException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobCreateParams;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each trap of the vendor's client: first that it is there, then that this adapter is not in it. */
class TrapsTest {
    private static final String UPLOAD = "POST /v1/files$";
    private static final String JOB = "GET /v1/fine_tuning/jobs/ftjob-1$";

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(
            Fixtures.settings(sandbox).clock(time).readPatience(Duration.ZERO).build());
    private final PlainClient plain = PlainClient.of(sandbox);

    @AfterEach
    void close() {
        pipeline.close();
        plain.close();
    }

    private FineTuningJob plainJob(String json) {
        sandbox.answerNext(JOB, Answer.json(200, json));
        return plain.client.fineTuning().jobs().retrieve("ftjob-1");
    }

    private TrainingJob ourJob(String json) {
        sandbox.answerNext(JOB, Answer.json(200, json));
        return pipeline.job("ftjob-1");
    }

    @Test
    void uploadOfBytes_plainClient_isRefusedForItHasNoFileName() {
        FileCreateParams params = FileCreateParams.builder()
                .purpose(FilePurpose.FINE_TUNE)
                .file("{}".getBytes(StandardCharsets.UTF_8))
                .build();
        assertThatThrownBy(() -> plain.client.files().create(params)).isInstanceOf(BadRequestException.class);
        assertThat(pipeline.upload(Fixtures.support("support", 1)).name()).startsWith("support-");
    }

    @Test
    void retryAfter_plainClientCapsIt_weReportItInFull() {
        for (int i = 0; i < 3; i++) {
            sandbox.answerNext(
                    JOB,
                    OpenAiSandbox.error(429, "rate_limit_exceeded", "Slow down.")
                            .with("Retry-After", "60"));
        }
        assertThatThrownBy(() -> plain.client.fineTuning().jobs().retrieve("ftjob-1"))
                .isInstanceOf(RateLimitException.class);
        assertThat(plain.waits).containsOnly(Duration.ofSeconds(8));

        sandbox.answerNext(
                JOB,
                OpenAiSandbox.error(429, "rate_limit_exceeded", "Slow down.").with("Retry-After", "60"));
        assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(60));
        sandbox.answerNext(
                JOB, OpenAiSandbox.error(503, null, "Busy.").with("Retry-After", "Thu, 01 Jan 2026 01:00:00 GMT"));
        assertThat(retryAfter()).isEqualTo(Duration.ofHours(1));
        sandbox.answerNext(JOB, OpenAiSandbox.error(503, null, "Busy.").with("Retry-After-Ms", "1500"));
        assertThat(retryAfter()).isEqualTo(Duration.ofMillis(1500));
    }

    private Duration retryAfter() {
        return catchThrowableOfType(RetryLaterException.class, () -> pipeline.job("ftjob-1"))
                .retryAfter()
                .orElseThrow();
    }

    @Test
    void nullHyperparameters_plainGetterThrows_weReadTheJob() {
        String json = "{\"id\":\"ftjob-1\",\"status\":\"running\",\"model\":\"m\",\"hyperparameters\":null,"
                + "\"organization_id\":null,\"result_files\":null,\"method\":{\"type\":\"dpo\"}}";
        FineTuningJob job = plainJob(json);
        assertThatThrownBy(job::hyperparameters).isInstanceOf(OpenAIInvalidDataException.class);
        assertThatThrownBy(job::organizationId).isInstanceOf(OpenAIInvalidDataException.class);
        TrainingJob ours = ourJob(json);
        assertThat(ours.status().phase()).isEqualTo(JobPhase.RUNNING);
        assertThat(ours.resultFiles()).isEmpty();
    }

    @Test
    void emptyErrorOnHealthyJob_plainSaysItHasOne_weSeeNoFailure() {
        String json = "{\"id\":\"ftjob-1\",\"status\":\"running\",\"model\":\"m\",\"error\":{}}";
        FineTuningJob job = plainJob(json);
        assertThat(job.error()).isPresent();
        assertThatThrownBy(() -> job.error().orElseThrow().code()).isInstanceOf(OpenAIInvalidDataException.class);
        assertThat(ourJob(json).failure()).isEmpty();
    }

    @Test
    void unknownStatus_plainEnumThrows_weKeepTheWordAndGoOn() {
        String json = "{\"id\":\"ftjob-1\",\"status\":\"hibernating\",\"model\":\"m\"}";
        FineTuningJob job = plainJob(json);
        assertThatThrownBy(() -> job.status().known()).isInstanceOf(OpenAIInvalidDataException.class);
        TrainingJob ours = ourJob(json);
        assertThat(ours.status().phase()).isEqualTo(JobPhase.UNKNOWN);
        assertThat(ours.status().providerText()).isEqualTo("hibernating");
        assertThat(ours.status().terminal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"paused, PAUSED", "pending, QUEUED", "cancelling, CANCELLING"})
    void statusOutsideTheVendorsEnum_plainEnumThrows_weKnowIt(String word, JobPhase phase) {
        String json = "{\"id\":\"ftjob-1\",\"status\":\"" + word + "\",\"model\":\"m\",\"error\":"
                + "{\"code\":null,\"message\":null,\"param\":null}}";
        FineTuningJob job = plainJob(json);
        assertThatThrownBy(() -> job.status().known()).isInstanceOf(OpenAIInvalidDataException.class);
        TrainingJob ours = ourJob(json);
        assertThat(ours.status().phase()).isEqualTo(phase);
        assertThat(ours.failure()).isEmpty();
    }

    @Test
    void uploadOfAPath_plainClientNeverRetriesIt_weDo() throws IOException {
        Path file = Files.writeString(folder.resolve("train.jsonl"), "{}\n");
        FileCreateParams params = FileCreateParams.builder()
                .purpose(FilePurpose.FINE_TUNE)
                .file(file)
                .build();
        sandbox.answerNext(UPLOAD, OpenAiSandbox.error(500, null, "Oops."));
        assertThatThrownBy(() -> plain.client.files().create(params)).isInstanceOf(InternalServerException.class);
        assertThat(plain.waits).isEmpty();

        sandbox.answerNext(UPLOAD, OpenAiSandbox.error(500, null, "Oops."));
        assertThat(pipeline.upload(Fixtures.support("support", 1)).name()).startsWith("support-");
    }

    @Test
    void longSuffix_plainClientSendsIt_weRefuseItBeforeAnythingLeaves() {
        String suffix = "s".repeat(70);
        String file = pipeline.upload(Fixtures.support("support", 12)).id();
        JobCreateParams params = JobCreateParams.builder()
                .model(Fixtures.MODEL)
                .trainingFile(file)
                .suffix(suffix)
                .build();
        assertThatThrownBy(() -> plain.client.fineTuning().jobs().create(params))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("suffix");
        assertThat(sandbox.jobRequests()).isEmpty();
        assertThatThrownBy(() -> TrainingRequest.builder("m", "file-1").suffix(suffix))
                .isInstanceOf(IllegalArgumentException.class);
        TrainingRequest forAzure =
                TrainingRequest.builder("m", "file-1").suffix("s".repeat(41)).build();
        try (OpenAiTrainingPipeline azure = new OpenAiTrainingPipeline(
                OpenAiSettings.azure(sandbox.root(), Fixtures.KEY).build())) {
            assertThatThrownBy(() -> azure.start(forAzure)).isInstanceOf(RequestRejectedException.class);
        }
        assertThat(sandbox.jobCount()).isZero();
    }

    @Test
    void jobs_gatewayIgnoresTheFilter_areFilteredHereToo() {
        sandbox.answerNext(
                "GET /v1/fine_tuning/jobs$",
                Answer.json(
                        200,
                        "{\"data\":[{\"id\":\"ftjob-1\",\"metadata\":{\"fine_tuning_mark\":\"run-1\"}},"
                                + "{\"id\":\"ftjob-2\",\"metadata\":{\"fine_tuning_mark\":\"run-2\"}},"
                                + "{\"id\":\"ftjob-3\",\"metadata\":null}],\"has_more\":false}"));
        assertThat(pipeline.jobs(JobQuery.marked("run-2")))
                .extracting(TrainingJob::id)
                .containsExactly("ftjob-2");
    }

    @Test
    void unknownEventType_plainEnumThrows_weKeepIt() {
        String page = "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"e1\",\"created_at\":5,"
                + "\"level\":\"info\",\"type\":\"moderation_checks\",\"message\":\"m\",\"data\":null}]}";
        sandbox.answerNext("events", Answer.json(200, page));
        FineTuningJobEvent event =
                plain.client.fineTuning().jobs().listEvents("ftjob-1").items().get(0);
        assertThatThrownBy(() -> event.type().orElseThrow().known()).isInstanceOf(OpenAIInvalidDataException.class);
        sandbox.answerNext("events", Answer.json(200, page));
        assertThat(pipeline.events("ftjob-1")).extracting(TrainingEvent::type).containsExactly("moderation_checks");
    }

    @Test
    void eventPages_overlappingAndEndless_areReadOnceEach() {
        for (int page = 0; page < 4; page++) {
            String events = "{\"data\":[" + event(Math.min(3, page + 1)) + "," + event(Math.min(3, page)) + "],"
                    + "\"has_more\":true}";
            sandbox.answerNext("events", Answer.json(200, events));
        }
        assertThat(pipeline.events("ftjob-1")).extracting(TrainingEvent::id).containsExactly("e0", "e1", "e2", "e3");
    }

    private static String event(int number) {
        return "{\"id\":\"e" + number + "\",\"created_at\":" + number + ",\"message\":\"m\"}";
    }

    @Test
    void debugLogging_plainClientPrintsTrainingData_weSwitchItOff() {
        PrintStream real = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (PlainClient chatty = PlainClient.loggingAt(sandbox, LogLevel.DEBUG)) {
            chatty.client
                    .files()
                    .create(FileCreateParams.builder()
                            .purpose(FilePurpose.FINE_TUNE)
                            .file(PlainClient.named(
                                    new java.io.ByteArrayInputStream("CANARY-1".getBytes(StandardCharsets.UTF_8)),
                                    "a.jsonl"))
                            .build());
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains("CANARY-1");
            printed.reset();
            OpenAiSettings settings = ReadyClient.settings(chatty.client).build();
            TrainingFile file;
            try (OpenAiTrainingPipeline ours = new OpenAiTrainingPipeline(settings)) {
                file = ours.upload(Fixtures.support("support", 2));
            }
            assertThat(file.id()).isNotEmpty();
            assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        } finally {
            System.setErr(real);
        }
    }

    @Test
    void failedJob_namesTheRecordAndMessageItBlames() {
        TrainingJob failed = ourJob("{\"id\":\"ftjob-1\",\"status\":\"failed\",\"error\":{\"code\":"
                + "\"invalid_training_file\",\"param\":\"training_file\",\"message\":\"The job failed due to an invalid "
                + "training file. Invalid file format. Example 100, message 2 Discriminator 'role' is missing\"}}");
        assertThat(failed.failure().orElseThrow().row()).hasValue(100);
        assertThat(failed.failure().orElseThrow().messageIndex()).hasValue(1);
        assertThat(failed.failure().orElseThrow().param()).hasValue("training_file");
        TrainingJob flagged = ourJob("{\"id\":\"ftjob-1\",\"status\":\"failed\",\"error\":{\"code\":\"x\","
                + "\"message\":\"This file failed moderation safety checks. Flagged lines: 4, 13, 14\"}}");
        assertThat(flagged.failure().orElseThrow().row()).hasValue(4);
        assertThat(List.of(JobPhase.FAILED)).contains(flagged.status().phase());
    }
}
