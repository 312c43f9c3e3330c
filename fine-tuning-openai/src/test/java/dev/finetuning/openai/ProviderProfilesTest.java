package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.errors.NotFoundException;
import com.openai.models.finetuning.jobs.JobCreateParams;
import dev.finetuning.Secret;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProviderProfilesTest {
    private static final Hyperparameters THREE_EPOCHS = Hyperparameters.AUTO.withEpochs(3);

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private Map<String, Object> body(OpenAiSettings.Builder settings, TrainingMethod method) {
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings.build())) {
            TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
            pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file)
                    .method(method)
                    .hyperparameters(THREE_EPOCHS.with("reasoning_effort", "low"))
                    .addOption("integrations", List.of(Map.of("type", "wandb", "wandb", Map.of("project", "p"))))
                    .mark("run-1")
                    .build());
        }
        return lastBody();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> lastBody() {
        List<Object> bodies = sandbox.jobRequests();
        return (Map<String, Object>) bodies.get(bodies.size() - 1);
    }

    private ReceivedRequest lastRequest() {
        List<ReceivedRequest> requests = sandbox.requests();
        return requests.get(requests.size() - 1);
    }

    @Test
    void openAi_supervised_putsHyperparametersInsideMethod() {
        Map<String, Object> body = body(Fixtures.settings(sandbox), TrainingMethod.supervised());
        assertThat(body)
                .containsEntry(
                        "method",
                        Map.of(
                                "type",
                                "supervised",
                                "supervised",
                                Map.of("hyperparameters", Map.of("n_epochs", 3, "reasoning_effort", "low"))))
                .containsEntry("metadata", Map.of("fine_tuning_mark", "run-1"))
                .containsKey("integrations")
                .doesNotContainKeys("hyperparameters", "suffix", "seed", "validation_file");
        assertThat(lastRequest().headers()).containsEntry("authorization", "Bearer " + Fixtures.KEY.reveal());
    }

    @Test
    void openAi_preference_isDpoWithBeta() {
        TrainingMethod method = new TrainingMethod.Preference(HyperparameterValue.of(0.1));
        assertThat(body(Fixtures.settings(sandbox), method).get("method"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("type", "dpo")
                .containsEntry(
                        "dpo",
                        Map.of("hyperparameters", Map.of("n_epochs", 3, "beta", 0.1, "reasoning_effort", "low")));
    }

    @Test
    void openAi_reinforcement_carriesItsGrader() {
        Map<String, Object> grader = Map.of("type", "string_check", "operation", "eq");
        assertThat(body(Fixtures.settings(sandbox), new TrainingMethod.Reinforcement(grader))
                        .get("method"))
                .extracting("reinforcement")
                .extracting("grader")
                .isEqualTo(grader);
    }

    @Test
    void azure_usesItsHeaderPathAndTrainingType_andFilesBeginWithAMark() throws IOException {
        OpenAiSettings.Builder settings = OpenAiSettings.azure(sandbox.root(), Fixtures.KEY);
        Map<String, Object> body = body(settings, TrainingMethod.supervised());
        assertThat(body).containsEntry("trainingType", "globalStandard").containsKey("method");
        assertThat(lastRequest().path()).isEqualTo("/openai/v1/fine_tuning/jobs");
        assertThat(lastRequest().query()).isEmpty();
        assertThat(lastRequest().headers())
                .containsEntry("api-key", Fixtures.KEY.reveal())
                .doesNotContainKey("authorization");
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings.build());
                InputStream content =
                        pipeline.files().download(body.get("training_file").toString())) {
            assertThat(content.readNBytes(3)).containsExactly(0xEF, 0xBB, 0xBF);
            assertThat(pipeline.capabilities().minExamples()).isEqualTo(10);
        }
    }

    @Test
    void azure_plainClientOnTheOldPath_asksARouteThatIsNotThere_weTheRightOne() {
        try (PlainClient plain = PlainClient.onAzuresOldPath(sandbox)) {
            JobCreateParams job = JobCreateParams.builder()
                    .model("gpt-4.1-mini")
                    .trainingFile("file-1")
                    .build();
            assertThat(catchThrowableOfType(
                            NotFoundException.class,
                            () -> plain.client.fineTuning().jobs().create(job)))
                    .isNotNull();
        }
        assertThat(lastRequest().path()).isEqualTo("/openai/deployments/gpt-4.1-mini/fine_tuning/jobs");

        body(OpenAiSettings.azure(sandbox.root(), Fixtures.KEY), TrainingMethod.supervised());

        assertThat(lastRequest().path()).isEqualTo("/openai/v1/fine_tuning/jobs");
    }

    @Test
    void nebius_takesHyperparametersAtTheTopOnly() {
        OpenAiSettings.Builder settings = OpenAiSettings.nebius(Fixtures.KEY).baseUrl(sandbox.url());
        assertThat(body(settings, TrainingMethod.supervised()))
                .containsEntry("hyperparameters", Map.of("n_epochs", 3, "reasoning_effort", "low"))
                .doesNotContainKey("method");
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings.build())) {
            RequestRejectedException refused = catchThrowableOfType(
                    RequestRejectedException.class,
                    () -> pipeline.start(TrainingRequest.builder(Fixtures.MODEL, "file-1")
                            .method(new TrainingMethod.Preference(HyperparameterValue.AUTO))
                            .build()));
            assertThat(refused).hasMessageContaining("preference is not offered");
        }
    }

    @Test
    void nebius_checkpoint_namesTheFilesOfItsWeights() {
        sandbox.answerNext(
                "/checkpoints$",
                Answer.json(
                        200,
                        "{\"data\":[{\"id\":\"ckpt-1\",\"step_number\":7,\"result_files\":[\"file-7\",\"file-8\"]},"
                                + "{\"id\":\"ckpt-2\",\"step_number\":9}],\"has_more\":false}"));
        OpenAiSettings.Builder settings = OpenAiSettings.nebius(Fixtures.KEY).baseUrl(sandbox.url());
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings.build())) {
            assertThat(pipeline.checkpoints("ftjob-1"))
                    .extracting(Checkpoint::resultFiles)
                    .containsExactly(List.of("file-7", "file-8"), List.of());
        }
    }

    @Test
    void custom_sendsTheKeyInItsHeaderAndExtraHeadersAndFields() {
        OpenAiSettings.Builder settings = OpenAiSettings.custom("gateway", sandbox.url(), Secret.of("other-key"))
                .keyHeader("api-key")
                .addHeader("X-Tenant", "acme")
                .addJobField("tier", "gold");
        assertThat(body(settings, TrainingMethod.supervised())).containsEntry("tier", "gold");
        assertThat(lastRequest().headers())
                .containsEntry("api-key", "other-key")
                .containsEntry("x-tenant", "acme")
                .doesNotContainKey("authorization");
    }

    @Test
    void custom_hyperparametersAtTheTop_refusesMethodsThatHaveNoPlaceThere() {
        OpenAiSettings settings = OpenAiSettings.custom("gateway", sandbox.url(), Fixtures.KEY)
                .topLevelHyperparameters()
                .build();
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings)) {
            TrainingRequest preference = TrainingRequest.builder(Fixtures.MODEL, "file-1")
                    .method(new TrainingMethod.Preference(HyperparameterValue.of(0.1)))
                    .build();
            assertThat(pipeline.reasonsAgainst(preference))
                    .containsExactly("method preference is not offered; offered are [supervised]");
        }
    }

    @Test
    void readyClient_keepsItsAddressAndKey_andTakesExtraHeaders() {
        try (PlainClient plain = PlainClient.of(sandbox)) {
            OpenAiSettings settings = ReadyClient.settings(plain.client)
                    .addHeader("X-Tenant", "acme")
                    .build();
            OpenAiChatModel model = new OpenAiChatModel(settings, Fixtures.MODEL);
            assertThat(model.provider()).isEqualTo(sandbox.url());
            model.ask(ChatRequest.of("hello"));
            assertThat(lastRequest().headers()).containsEntry("x-tenant", "acme");
            assertThatIllegalStateException()
                    .isThrownBy(() -> ReadyClient.settings(plain.client).baseUrl("https://example.com"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> ReadyClient.settings(plain.client).keyHeader("api-key"));
        }
    }

    @Test
    void settings_badAddressOrHeader_areRefusedWithoutRepeatingSecrets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenAiSettings.custom("gateway", "https://u:s3cret@example.com", Fixtures.KEY))
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenAiSettings.openAi(Fixtures.KEY).addHeader("X-Key", "s3cret\n"))
                .withMessageNotContaining("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenAiSettings.openAi(Fixtures.KEY).timeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenAiSettings.openAi(Fixtures.KEY).partBytes(65L << 20));
    }

    @Test
    void chatModel_onItsOwn_connectsAndAnswers() {
        try (OpenAiChatModel model =
                new OpenAiChatModel(Fixtures.settings(sandbox).build(), Fixtures.MODEL)) {
            assertThat(model.ask(ChatRequest.of("hello")
                                    .withTemperature(0)
                                    .withMaxTokens(5)
                                    .withSeed(1))
                            .text())
                    .isEqualTo("I have not been trained on that.");
            assertThat(model.provider()).isEqualTo(sandbox.url());
        }
    }
}
