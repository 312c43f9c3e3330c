package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests against the published description, and its example responses against the adapter. */
class SpecConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    @Test
    void requests_ofEveryOperation_areAsTheDescriptionSays() throws IOException {
        Spec spec = Spec.read();
        useEverything();
        int bodies = 0;
        for (ReceivedRequest request : sandbox.requests()) {
            String path = request.path().replaceFirst("^/v1", "");
            assertThat(spec.knows(request.method(), path)).as(request.line()).isTrue();
            if (!request.json().isEmpty() && !request.json().equals("{}")) {
                assertThat(spec.faults(request.method(), path, request.json()))
                        .as(request.line())
                        .isEmpty();
                bodies++;
            }
        }
        assertThat(bodies).isGreaterThanOrEqualTo(8);
    }

    private void useEverything() throws IOException {
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(
                Fixtures.settings(sandbox).partBytes(1000).build())) {
            TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
            List.of(
                            TrainingMethod.supervised(),
                            new TrainingMethod.Preference(HyperparameterValue.of(0.5)),
                            new TrainingMethod.Reinforcement(Map.of(
                                    "type",
                                    "string_check",
                                    "name",
                                    "same",
                                    "operation",
                                    "eq",
                                    "input",
                                    "{{item.a}}",
                                    "reference",
                                    "{{sample.output_text}}")))
                    .forEach(method -> pipeline.start(request(file, method)));
            TrainingJob job =
                    pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
            pipeline.jobs(JobQuery.marked("run-1")).forEach(each -> {});
            time.advance(Duration.ofMinutes(1));
            pipeline.pause(job.id());
            pipeline.resume(job.id());
            pipeline.cancel(job.id());
            time.advance(Duration.ofDays(1));
            pipeline.events(job.id());
            pipeline.checkpoints(job.id());
            pipeline.models().list().forEach(each -> {});
            pipeline.models().describe(Fixtures.MODEL);
            pipeline.files().list().forEach(each -> {});
            pipeline.files().download(file.id()).close();
            pipeline.chatModel(Fixtures.MODEL).ask(chat());
            pipeline.files().delete(file.id());
        }
        try (OpenAiChatModel model =
                new OpenAiChatModel(Fixtures.settings(sandbox).build(), Fixtures.MODEL)) {
            String batch = model.submit(Map.of("a", chat()));
            assertThat(batch).isNotEmpty();
            model.answers(batch);
            model.cancelBatch(batch);
        }
    }

    private static TrainingRequest request(TrainingFile file, TrainingMethod method) {
        return TrainingRequest.builder(Fixtures.MODEL, file)
                .validationFile(file)
                .method(method)
                .hyperparameters(
                        Hyperparameters.AUTO.withEpochs(2).withBatchSize(4).withLearningRateMultiplier(0.5))
                .suffix("support")
                .seed(7)
                .addMetadata("team", "support")
                .addOption("integrations", List.of(Map.of("type", "wandb", "wandb", Map.of("project", "p"))))
                .mark("run-1")
                .build();
    }

    private static ChatRequest chat() {
        return ChatRequest.of(List.of(
                        Message.system("You help."),
                        Message.user("What is the weather?"),
                        Message.assistant(List.of(ToolCall.of("call_1", "weather", "{}"))),
                        Message.tool("call_1", "sunny")))
                .withTools(List.of(Tool.of("weather", "Looks.", Map.of("type", "object", "properties", Map.of()))))
                .withTemperature(0)
                .withMaxTokens(10)
                .withSeed(1);
    }

    @Test
    void exampleResponses_ofEveryOperation_areReadOrRefusedAsTyped() {
        Spec spec = Spec.read();
        int read = 0;
        try (FixedAnswers provider = new FixedAnswers()) {
            for (Map.Entry<String, Consumer<OpenAiTrainingPipeline>> operation :
                    FixedAnswers.operations().entrySet()) {
                String[] parts = operation.getKey().split(" ", 2);
                for (String example : spec.examples(parts[0], parts[1])) {
                    read += feed(provider, operation.getKey(), operation.getValue(), example);
                }
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(20);
    }

    /** Valid JSON must be read; what is not JSON (the description has such examples) is a typed failure. */
    private static int feed(
            FixedAnswers provider, String name, Consumer<OpenAiTrainingPipeline> operation, String example) {
        if (isObject(example)) {
            assertThatCode(() -> operation.accept(provider.answering(example)))
                    .as(name + example)
                    .doesNotThrowAnyException();
            return 1;
        }
        assertThatCode(() -> operation.accept(provider.answering(example)))
                .as(name + example)
                .isInstanceOf(ProviderException.class);
        return 0;
    }

    private static boolean isObject(String text) {
        try {
            JsonNode node = JSON.reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            return node.isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
