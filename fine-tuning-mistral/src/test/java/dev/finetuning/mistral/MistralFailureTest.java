package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.Secret;
import dev.finetuning.adapter.contract.FailureContractTest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
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

class MistralFailureTest extends FailureContractTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(ManualTime.create());

    private final MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    MistralFailureTest() {
        super(
                new MistralFixture(),
                new Dialect(
                        "mistral-correlation-id",
                        MistralSandbox.error(410, "3200", "The fine-tuning API has been retired.")));
    }

    private static TrainingRequest request() {
        return TrainingRequest.builder("m", "file-1").mark("r1").build();
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
    void create_retired_saysThatMistralHasRetiredTraining() {
        sandbox.retired();
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class,
                () -> pipeline.start(TrainingRequest.builder("m", file).build()));
        assertThat(gone).hasMessageContaining("offers no training (any more): Mistral has retired this: ");
    }

    @Test
    void create_routeNoLongerThere_isGoneToo() {
        sandbox.answerNext(CREATE, Answer.json(404, "{\"message\":\"no Route matched with those values\"}"));
        assertThat(catchThrowableOfType(CapabilityGoneException.class, () -> pipeline.start(request())))
                .isNotNull();
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
