package dev.finetuning.openai;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.SocketServer;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A provider that gives one and the same answer to everything, and every operation that may read it. */
final class FixedAnswers implements AutoCloseable {
    private volatile Answer answer = Answer.json(200, "{}");
    private final SocketServer server = new SocketServer(request -> answer, request -> Optional.empty());
    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(OpenAiSettings.openAi(Fixtures.KEY)
            .baseUrl(server.url() + "/v1")
            .readPatience(Duration.ZERO)
            .build());

    /** Operations by the method and path of the published description. */
    static Map<String, Consumer<OpenAiTrainingPipeline>> operations() {
        TrainingRequest request =
                TrainingRequest.builder("m", "file-1").mark("run-1").build();
        Map<String, Consumer<OpenAiTrainingPipeline>> operations = new LinkedHashMap<>();
        operations.put("post /fine_tuning/jobs", p -> p.start(request));
        operations.put("get /fine_tuning/jobs", p -> p.jobs(JobQuery.ALL).forEach(each -> {}));
        operations.put("get /fine_tuning/jobs/{fine_tuning_job_id}", p -> p.job("ftjob-1"));
        operations.put("post /fine_tuning/jobs/{fine_tuning_job_id}/cancel", p -> p.cancel("ftjob-1"));
        operations.put("post /fine_tuning/jobs/{fine_tuning_job_id}/pause", p -> p.pause("ftjob-1"));
        operations.put("post /fine_tuning/jobs/{fine_tuning_job_id}/resume", p -> p.resume("ftjob-1"));
        operations.put("get /fine_tuning/jobs/{fine_tuning_job_id}/events", p -> p.events("ftjob-1"));
        operations.put("get /fine_tuning/jobs/{fine_tuning_job_id}/checkpoints", p -> p.checkpoints("ftjob-1"));
        operations.put("get /files", p -> p.files().list().forEach(each -> {}));
        operations.put("delete /files/{file_id}", p -> p.files().delete("file-1"));
        operations.put("get /models", p -> p.models().list().forEach(each -> {}));
        operations.put("get /models/{model}", p -> p.models().describe("m"));
        operations.put("delete /models/{model}", p -> p.models().delete("m"));
        operations.put("post /chat/completions", p -> chat(p).ask(ChatRequest.of("hello")));
        operations.put("get /batches", p -> chat(p).submit(Map.of("a", ChatRequest.of("hello"))));
        operations.put("get /batches/{batch_id}", p -> chat(p).answers("b"));
        return operations;
    }

    private static OpenAiChatModel chat(OpenAiTrainingPipeline pipeline) {
        return (OpenAiChatModel) pipeline.chatModel("m");
    }

    OpenAiTrainingPipeline answering(String json) {
        answer = Answer.json(200, json);
        return pipeline;
    }

    @Override
    public void close() {
        pipeline.close();
        server.close();
    }
}
