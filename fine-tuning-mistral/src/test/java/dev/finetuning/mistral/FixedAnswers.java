package dev.finetuning.mistral;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.SocketServer;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A provider that gives one and the same answer to everything, and every operation that may read it. */
final class FixedAnswers implements AutoCloseable {
    private volatile Answer answer = Answer.json(200, "{}");
    private final SocketServer server = new SocketServer(request -> answer, request -> Optional.empty());
    private final MistralTrainingPipeline pipeline = new MistralTrainingPipeline(MistralSettings.mistral(Fixtures.KEY)
            .baseUrl(server.url())
            .readPatience(Duration.ZERO)
            .build());

    /** Operations by a method and path of the published description. */
    static Map<String, Consumer<MistralTrainingPipeline>> operations() {
        TrainingRequest request =
                TrainingRequest.builder("m", "file-1").mark("run-1").build();
        Map<String, Consumer<MistralTrainingPipeline>> operations = new LinkedHashMap<>();
        operations.put("post /v1/fine_tuning/jobs", p -> p.start(request));
        operations.put("get /v1/fine_tuning/jobs", p -> p.jobs(JobQuery.ALL).forEach(each -> {}));
        operations.put("get /v1/fine_tuning/jobs/job-1", p -> p.job("job-1"));
        operations.put("post /v1/fine_tuning/jobs/job-1/cancel", p -> p.cancel("job-1"));
        operations.put("post /v1/fine_tuning/jobs/job-1/start", p -> p.launch("job-1"));
        operations.put("get /v1/files", p -> p.files().list().forEach(each -> {}));
        operations.put("get /v1/files/file-1", p -> p.files().describe("file-1"));
        operations.put("get /v1/files/file-1/url", p -> p.files().signedUrl("file-1", Duration.ofHours(1)));
        operations.put("delete /v1/files/file-1", p -> p.files().delete("file-1"));
        operations.put("get /v1/models", p -> p.models().list().forEach(each -> {}));
        operations.put("get /v1/models/m", p -> p.models().describe("m"));
        operations.put("delete /v1/models/m", p -> p.models().delete("m"));
        operations.put("patch /v1/fine_tuning/models/m", p -> p.models().rename("m", "n"));
        operations.put("post /v1/fine_tuning/models/m/archive", p -> p.models().archive("m", true));
        operations.put("get /v1/batch/jobs", p -> chat(p).submit(Map.of("a", ChatRequest.of("hello"))));
        operations.put("get /v1/batch/jobs/b", p -> chat(p).answers("b"));
        operations.put("post /v1/chat/completions", p -> chat(p).ask(ChatRequest.of("hello")));
        operations.put("post /v1/classifications", p -> classifier(p).classify(List.of("hello")));
        operations.put(
                "post /v1/chat/classifications",
                p -> classifier(p).classifyChats(List.of(List.of(Message.user("hello")))));
        return operations;
    }

    private static MistralChatModel chat(MistralTrainingPipeline pipeline) {
        return (MistralChatModel) pipeline.chatModel("m");
    }

    private static MistralClassifier classifier(MistralTrainingPipeline pipeline) {
        return (MistralClassifier) pipeline.chatModel("ft:classifier:m");
    }

    MistralTrainingPipeline answering(String json) {
        answer = Answer.json(200, json);
        return pipeline;
    }

    @Override
    public void close() {
        server.close();
    }
}
