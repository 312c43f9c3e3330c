package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(
            Fixtures.settings(sandbox).readPatience(Duration.ZERO).build());

    @AfterEach
    void close() {
        pipeline.close();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(400, "invalid_request", RequestRejectedException.class, RequestRejectedException.class),
                Arguments.of(400, "file_not_ready", RetryLaterException.class, RetryLaterException.class),
                Arguments.of(401, "invalid_api_key", CredentialsException.class, CredentialsException.class),
                Arguments.of(403, "no_permission", CredentialsException.class, CredentialsException.class),
                Arguments.of(404, "not_found", NotFoundException.class, RequestRejectedException.class),
                Arguments.of(408, null, RetryLaterException.class, OutcomeUnknownException.class),
                Arguments.of(409, "conflict", RetryLaterException.class, RetryLaterException.class),
                Arguments.of(410, "gone", CapabilityGoneException.class, CapabilityGoneException.class),
                Arguments.of(422, "unprocessable", RequestRejectedException.class, RequestRejectedException.class),
                Arguments.of(429, "rate_limit_exceeded", RetryLaterException.class, RetryLaterException.class),
                Arguments.of(429, "insufficient_quota", CredentialsException.class, CredentialsException.class),
                Arguments.of(500, null, RetryLaterException.class, OutcomeUnknownException.class),
                Arguments.of(502, null, RetryLaterException.class, OutcomeUnknownException.class),
                Arguments.of(503, "overloaded", RetryLaterException.class, OutcomeUnknownException.class));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void status_lookingAndCreating_areTypedByWhatCanBeDone(
            int status,
            String code,
            Class<? extends ProviderException> looking,
            Class<? extends ProviderException> creating) {
        Answer answer = OpenAiSandbox.error(status, code, "No.").with("x-request-id", "req_1");
        sandbox.answerNext(LOOK, answer);
        ProviderException look = catchThrowableOfType(ProviderException.class, () -> pipeline.job("ftjob-1"));
        assertThat(look).isExactlyInstanceOf(looking);
        assertThat(look.incident().status()).hasValue(status);
        assertThat(look.incident().code()).contains(code == null ? "invalid_request_error" : code);
        assertThat(look.incident().requestId()).contains("req_1");

        sandbox.answerNext(CREATE, answer);
        ProviderException create = catchThrowableOfType(
                ProviderException.class,
                () -> pipeline.start(
                        TrainingRequest.builder("m", "file-1").mark("r1").build()));
        assertThat(create).isExactlyInstanceOf(creating);
    }

    @Test
    void create_trainingNotAvailable_namesTheOrphanWhichCanBeDeleted() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        sandbox.answerNext(
                CREATE, OpenAiSandbox.error(403, "training_not_available", "Fine-tuning is no longer available."));
        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class,
                () -> pipeline.start(TrainingRequest.builder("m", file).build()));
        assertThat(gone.capability()).isEqualTo("training");
        assertThat(gone.orphanedFileId()).contains(file.id());
        pipeline.files().delete(file.id());
        assertThat(sandbox.fileCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void look_answerThatIsNone_isTheProvidersFault(String body) {
        sandbox.answerNext(LOOK, Answer.of(200, "application/json", body.getBytes(StandardCharsets.UTF_8)));
        assertThat(catchThrowableOfType(ProviderFaultException.class, () -> pipeline.job("ftjob-1")))
                .isNotNull();
    }

    static List<String> nonsense() {
        return List.of("", "null", "[]", "{}", "{\"id\":null}", "{\"id\":7}", "<html/>", "{\"id\":\"a\"} {}", "\"id\"");
    }

    @Test
    void models_verbThatNoSuchProviderHas_isGoneAtTheProviderNotAtAClass() {
        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class, () -> pipeline.models().archive("m", true));
        assertThat(gone.incident().provider()).isEqualTo("openai");
        assertThat(gone.capability()).isEqualTo("archive model");
    }

    @Test
    void waitThatTheProviderAsksFor_isInTheMessageToo() {
        sandbox.answerNext(
                LOOK,
                OpenAiSandbox.error(429, "rate_limit_exceeded", "Slow down.").with("Retry-After", "90"));
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.job("ftjob-1")))
                .hasMessageContaining("Slow down. (asks to wait 90 s)");
    }

    @Test
    void provider_outOfReach_isNamedWithWhatToLookAt() {
        OpenAiSettings nobody = OpenAiSettings.custom("gateway", "http://127.0.0.1:1/v1", Fixtures.KEY)
                .readPatience(Duration.ZERO)
                .build();
        try (OpenAiTrainingPipeline unreachable = new OpenAiTrainingPipeline(nobody)) {
            assertThat(catchThrowableOfType(RetryLaterException.class, () -> unreachable.job("ftjob-1")))
                    .hasMessageContaining("http://127.0.0.1:1/v1 could not be reached, nothing was sent")
                    .hasMessageContaining("check the address");
        }
    }

    @Test
    void start_beyondTheProvider_isRefusedWithAllReasonsBeforeAnythingIsSent() {
        TrainingRequest request = TrainingRequest.builder("m", "file-1")
                .method(new TrainingMethod.Classifier(List.of()))
                .hyperparameters(Hyperparameters.AUTO.withEpochs(99).withBatchSize(1000))
                .build();
        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> pipeline.start(request));
        assertThat(refused.reasons()).hasSize(3);
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void job_idThatIsAPath_staysOneSegment() {
        assertThat(catchThrowableOfType(ProviderException.class, () -> pipeline.job("../files")))
                .isInstanceOf(RequestRejectedException.class);
        assertThat(sandbox.requestLines()).doesNotContain("GET /v1/files", "GET /v1/fine_tuning/files");
    }

    @Test
    void message_thatQuotesTheKey_isScrubbed() {
        sandbox.answerNext(
                LOOK, OpenAiSandbox.error(401, "invalid_api_key", "Incorrect API key: " + Fixtures.KEY.reveal()));
        assertThat(catchThrowableOfType(CredentialsException.class, () -> pipeline.job("ftjob-1")))
                .hasMessageContaining("Incorrect API key: ***")
                .hasNoCause();
    }
}
