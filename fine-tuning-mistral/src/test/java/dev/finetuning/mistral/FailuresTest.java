package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.Secret;
import dev.finetuning.mistral.sandbox.MistralSandbox;
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
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(ManualTime.create());

    private final MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    private static TrainingRequest request() {
        return TrainingRequest.builder("m", "file-1").mark("r1").build();
    }

    static Stream<Arguments> answers() {
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
    @MethodSource("answers")
    void status_lookingAndCreating_areTypedByWhatCanBeDone(
            int status, Class<? extends ProviderException> looking, Class<? extends ProviderException> creating) {
        Answer answer = MistralSandbox.error(status, "1500", "No.").with("mistral-correlation-id", "req-1");
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

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        "{\"detail\":[{\"type\":\"t\",\"loc\":[\"body\",\"training_files\",0],\"msg\":\"not a file\","
                                + "\"input\":\"CONTENT\"},{\"loc\":[\"body\",\"model\"],\"msg\":\"no model\"}]}",
                        List.of("body.training_files.0: not a file", "body.model: no model")),
                Arguments.of("{\"detail\":\"No such thing.\"}", List.of("No such thing.")),
                Arguments.of(
                        "{\"object\":\"error\",\"message\":\"Invalid model\",\"type\":\"invalid_model\","
                                + "\"param\":null,\"code\":\"1500\"}",
                        List.of("Invalid model")),
                Arguments.of(
                        "{\"object\":\"error\",\"message\":{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"bad\"}]},"
                                + "\"code\":null}",
                        List.of("body: bad")),
                Arguments.of("{\"message\":\"Unauthorized\",\"request_id\":\"gw-1\"}", List.of("Unauthorized")),
                Arguments.of("", List.of("no explanation was given")),
                Arguments.of("<html>nginx</html>", List.of("nginx")));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void error_inAnyShape_givesAllItsReasonsAndNoContent(String body, List<String> reasons) {
        sandbox.answerNext(LOOK, Answer.of(422, "application/json", body.getBytes(StandardCharsets.UTF_8)));
        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> pipeline.job("job-1"));
        assertThat(refused.reasons()).isEqualTo(reasons);
        assertThat(refused).hasMessageNotContaining("CONTENT");
    }

    @Test
    void error_ofTheGateway_carriesItsRequestId() {
        sandbox.answerNext(LOOK, Answer.json(401, "{\"message\":\"Unauthorized\",\"request_id\":\"gw-1\"}"));
        assertThat(catchThrowableOfType(CredentialsException.class, () -> pipeline.job("job-1"))
                        .incident()
                        .requestId())
                .contains("gw-1");
    }

    @Test
    void retryAfter_inFull_reachesTheCaller() {
        sandbox.answerNext(LOOK, MistralSandbox.error(429, "3505", "Slow down.").with("Retry-After", "1200"));
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.job("job-1"))
                        .retryAfter())
                .contains(Duration.ofMinutes(20));
    }

    @Test
    void create_retired_namesTheOrphanWhichCanBeDeleted() {
        sandbox.retired();
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class,
                () -> pipeline.start(TrainingRequest.builder("m", file).build()));
        assertThat(gone.capability()).isEqualTo("training");
        assertThat(gone.orphanedFileId()).contains(file.id());
        assertThat(gone)
                .hasMessageContaining("offers no training (any more): Mistral has retired this: ")
                .hasMessageContaining(file.id());
        pipeline.files().delete(file.id());
        assertThat(sandbox.fileCount()).isZero();
    }

    @Test
    void create_routeNoLongerThere_isGoneToo() {
        sandbox.answerNext(CREATE, Answer.json(404, "{\"message\":\"no Route matched with those values\"}"));
        assertThat(catchThrowableOfType(CapabilityGoneException.class, () -> pipeline.start(request())))
                .isNotNull();
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

    @ParameterizedTest
    @ValueSource(strings = {"../files", "a/b", "..", " ", "a?b=c"})
    void job_idThatIsAPath_staysOneSegment(String id) {
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.job(id)))
                .isNotNull();
        assertThat(sandbox.requestLines()).allMatch(line -> line.matches("GET /v1/fine_tuning/jobs/[^/?]+"));
    }

    @Test
    void message_thatQuotesSecrets_isScrubbed() {
        sandbox.answerNext(
                CREATE,
                MistralSandbox.error(
                        422, null, "Bad key " + Fixtures.KEY.reveal() + " and token ghp-0123456789 in your request"));
        TrainingRequest request = TrainingRequest.builder("m", "file-1")
                .addOption("repositories", List.of(GithubRepository.of("owner", "code", Secret.of("ghp-0123456789"))))
                .build();
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.start(request)))
                .hasMessageContaining("Bad key *** and token *** in")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "https://host.invalid"})
    void provider_outOfReach_isNamedWithWhatToLookAt(String address) {
        MistralTrainingPipeline unreachable = new MistralTrainingPipeline(
                Fixtures.settings(sandbox).baseUrl(address).build());
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> unreachable.job("job-1")))
                .hasMessageContaining(address + " could not be reached, nothing was sent")
                .hasMessageContaining("check the address");
    }

    @Test
    void settings_badValues_areRefusedWithoutRepeatingThem() {
        MistralSettings.Builder settings = MistralSettings.mistral(Fixtures.KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> settings.baseUrl("ftp://example.com"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.timeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.addHeader("X-Gateway-Key", "s3cret\n"))
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WandbIntegration.of("p", Secret.of("s3cret")))
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1", "/v1/"})
    void settings_baseUrlWithAndWithoutVersion_meansTheSame(String end) {
        MistralTrainingPipeline other = new MistralTrainingPipeline(
                Fixtures.settings(sandbox).baseUrl(sandbox.url() + end).build());
        assertThat(other.models().list()).isNotEmpty();
    }
}
