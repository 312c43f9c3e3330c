package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider answers instead of what was asked for: each failure has the type of what can be done next. */
public abstract class FailureContractTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    private final AdapterFixture adapter;
    private final Dialect dialect;
    private ProviderSandbox<?> sandbox;
    private TrainingPipeline pipeline;

    /**
     * What differs from provider to provider.
     *
     * @param requestIdHeader the header in which the provider names a request
     * @param retired the answer to a creation where training is no longer offered
     */
    public record Dialect(String requestIdHeader, Answer retired) {}

    /** Tests this adapter. */
    protected FailureContractTest(AdapterFixture adapter, Dialect dialect) {
        this.adapter = adapter;
        this.dialect = dialect;
    }

    @BeforeEach
    void open() {
        sandbox = adapter.sandbox(ManualTime.create());
        pipeline = adapter.pipeline(Wiring.to(sandbox.root()));
    }

    @AfterEach
    void close() {
        pipeline.close();
        sandbox.close();
        adapter.close();
    }

    private static TrainingRequest request() {
        return TrainingRequest.builder("m", "file-1").mark("r1").build();
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                Arguments.of(400, RequestRejectedException.class, RequestRejectedException.class),
                Arguments.of(401, CredentialsException.class, CredentialsException.class),
                Arguments.of(403, CredentialsException.class, CredentialsException.class),
                Arguments.of(404, NotFoundException.class, RequestRejectedException.class),
                Arguments.of(408, RetryLaterException.class, OutcomeUnknownException.class),
                Arguments.of(409, RetryLaterException.class, RetryLaterException.class),
                Arguments.of(410, CapabilityGoneException.class, CapabilityGoneException.class),
                Arguments.of(413, RequestRejectedException.class, RequestRejectedException.class),
                Arguments.of(422, RequestRejectedException.class, RequestRejectedException.class),
                Arguments.of(429, RetryLaterException.class, RetryLaterException.class),
                Arguments.of(500, RetryLaterException.class, OutcomeUnknownException.class),
                Arguments.of(502, RetryLaterException.class, OutcomeUnknownException.class),
                Arguments.of(503, RetryLaterException.class, OutcomeUnknownException.class));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void status_lookingAndCreating_areTypedByWhatCanBeDone(
            int status, Class<? extends ProviderException> looking, Class<? extends ProviderException> creating) {
        Answer answer = adapter.error(status, "1500", "No.").with(dialect.requestIdHeader(), "req-1");
        sandbox.answerNext(LOOK, answer);

        ProviderException look = catchThrowableOfType(ProviderException.class, () -> pipeline.job("job-1"));

        assertThat(look).isExactlyInstanceOf(looking);
        assertThat(look.incident().status()).hasValue(status);
        assertThat(look.incident().code()).contains("1500");
        assertThat(look.incident().requestId()).contains("req-1");

        sandbox.answerNext(CREATE, answer);
        assertThat(catchThrowableOfType(ProviderException.class, () -> pipeline.start(request())))
                .isExactlyInstanceOf(creating);
    }

    @Test
    void create_trainingRetired_namesTheOrphanWhichCanBeDeleted() {
        TrainingFile file = pipeline.upload(TrainingData.of(
                "support", List.of(ChatExample.of(Message.user("question"), Message.assistant("answer")))));
        sandbox.answerNext(CREATE, dialect.retired());

        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class,
                () -> pipeline.start(TrainingRequest.builder("m", file).build()));

        assertThat(gone.capability()).isEqualTo("training");
        assertThat(gone.orphanedFileId()).contains(file.id());
        assertThat(gone).hasMessageContaining(file.id());
        pipeline.files().delete(file.id());
        assertThat(sandbox.fileCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"id\":null}", "{\"id\":7}", "<html/>", "{\"id\":\"a\"} {}", "\"id\""})
    void look_answerThatIsNone_isTheProvidersFault(String body) {
        sandbox.answerNext(LOOK, Answer.of(200, "application/json", body.getBytes(StandardCharsets.UTF_8)));

        assertThat(catchThrowableOfType(ProviderFaultException.class, () -> pipeline.job("job-1")))
                .isNotNull();
    }

    @Test
    void look_redirect_isNotFollowed() {
        sandbox.answerNext(LOOK, Answer.json(302, "{}").with("Location", "http://127.0.0.1:1/"));

        assertThat(catchThrowableOfType(ProviderFaultException.class, () -> pipeline.job("job-1")))
                .hasMessageContaining("redirects");
    }

    @Test
    void retryAfter_inFull_reachesTheCallerAndTheMessage() {
        sandbox.answerNext(LOOK, adapter.error(429, "1500", "Slow down.").with("Retry-After", "1200"));

        RetryLaterException busy = catchThrowableOfType(RetryLaterException.class, () -> pipeline.job("job-1"));

        assertThat(busy.retryAfter()).contains(Duration.ofMinutes(20));
        assertThat(busy).hasMessageContaining("Slow down. (asks to wait 1200 s)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../files", "a/b", "..", " ", "a?b=c"})
    void job_idThatIsAPath_staysOneSegment(String id) {
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.job(id)))
                .isNotNull();
        assertThat(sandbox.requestLines()).allMatch(line -> line.matches("GET /v1/fine_tuning/jobs/[^/?]+"));
    }
}
