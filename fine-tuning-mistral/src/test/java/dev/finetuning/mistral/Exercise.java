package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingMethod.Classifier.Target;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A walk through everything the adapter can send. */
final class Exercise {
    private final MistralTrainingPipeline pipeline;
    private final ManualTime time;

    Exercise(MistralTrainingPipeline pipeline, ManualTime time) {
        this.pipeline = pipeline;
        this.time = time;
    }

    void everything() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        files(file);
        pipeline.estimate(request(file));
        TrainingJob job = pipeline.start(request(file));
        String model = trained(job);
        pipeline.jobs(JobQuery.marked("run-1")).forEach(each -> {});
        pipeline.jobs(JobQuery.ALL
                        .withPhase(JobPhase.SUCCEEDED)
                        .since(time.instant().minusSeconds(1))
                        .withBaseModel(Fixtures.MODEL))
                .forEach(each -> {});
        pipeline.events(job.id());
        pipeline.checkpoints(job.id());
        pipeline.cancel(
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build())
                        .id());
        classify();
        ask(model);
        models(model);
        pipeline.files().delete(file.id());
    }

    private void files(TrainingFile file) {
        pipeline.files().describe(file.id());
        pipeline.files().signedUrl(file.id(), Duration.ofHours(2));
        pipeline.files().list().forEach(each -> {});
        try (InputStream content = pipeline.files().download(file.id())) {
            content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrainingRequest request(TrainingFile file) {
        return TrainingRequest.builder(Fixtures.MODEL, file)
                .validationFile(file)
                .hyperparameters(Hyperparameters.AUTO
                        .withEpochs(2)
                        .withLearningRateMultiplier(0.5)
                        .with("weight_decay", 0.1)
                        .with("warmup_fraction", 0.1)
                        .with("seq_len", 4096)
                        .with("fim_ratio", 0.5))
                .addOption("invalid_sample_skip_percentage", 0.1)
                .addOption("integrations", List.of(WandbIntegration.of("p", Secret.of("w".repeat(40)))))
                .addOption(
                        "repositories",
                        List.of(GithubRepository.of("owner", "code", Secret.of("t0ken"))
                                .withRef("main")
                                .withWeight(0.5)))
                .mark("run-1")
                .build();
    }

    private String trained(TrainingJob job) {
        time.advance(Duration.ofMinutes(1));
        pipeline.launch(job.id());
        time.advance(Duration.ofHours(1));
        return pipeline.job(job.id()).model().orElseThrow();
    }

    private void classify() {
        TrainingData data = MistralClassifierData.of(
                TrainingData.of(
                        "topics",
                        List.of(
                                ChatExample.of(Message.user("where is my parcel"), Message.assistant("parcel")),
                                ChatExample.of(Message.user("pay the invoice"), Message.assistant("invoice")))),
                "topic");
        TrainingJob job = pipeline.start(TrainingRequest.builder("ministral-3b-latest", pipeline.upload(data))
                .method(new TrainingMethod.Classifier(
                        List.of(new Target("topic", List.of("parcel", "invoice"), false))))
                .hyperparameters(Hyperparameters.AUTO.with("training_steps", 10))
                .build());
        String model = trained(job);
        MistralClassifier classifier = (MistralClassifier) pipeline.chatModel(model);
        classifier.classify(List.of("my parcel", "an invoice"));
        classifier.classifyChats(List.of(List.of(Message.user("my parcel"))));
        pipeline.models().rename(model, "topics");
    }

    private void ask(String model) {
        MistralChatModel chat = (MistralChatModel) pipeline.chatModel(model);
        chat.ask(question());
        String batch = chat.submit(Map.of("a", question(), "b", ChatRequest.of("hello")));
        time.advance(Duration.ofHours(1));
        chat.answers(batch);
        chat.cancelBatch(batch);
        chat.deleteBatch(batch);
    }

    private static ChatRequest question() {
        return ChatRequest.of(List.of(
                        Message.system("You help."),
                        Message.user("What is the weather?"),
                        Message.assistant(List.of(ToolCall.of("abcdefghi", "weather", "{}"))),
                        Message.tool("abcdefghi", "sunny")))
                .withTools(List.of(Tool.of("weather", "Looks.", Map.of("type", "object", "properties", Map.of()))))
                .withTemperature(0)
                .withMaxTokens(10)
                .withSeed(1);
    }

    private void models(String model) {
        pipeline.models().list().forEach(each -> {});
        pipeline.models().describe(model);
        pipeline.models().describe(Fixtures.MODEL);
        pipeline.models().update(model, "support", "answers questions");
        pipeline.models().archive(model, true);
        pipeline.models().archive(model, false);
        pipeline.models().delete(model);
    }
}
