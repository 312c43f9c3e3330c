package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.contract.Overheard;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Neither the key, in any spelling, nor a word of the records leaves by another door than the request. */
class SecrecyTest {
    private static final String KEY = "sk-CANARY+key/42~";
    private static final String CONTENT = "CANARYCONTENT";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE);

    private final Overheard overheard = new Overheard();

    @Test
    void everything_underFaultsAndAtTrace_keepsKeyAndContentToItself() {
        overheard.during(this::exercise);
        overheard.assertSilentOn(List.of(KEY, CONTENT), "OutcomeUnknownException");
    }

    private void exercise() {
        OpenAiSettings settings = OpenAiSettings.openAi(Secret.of(KEY))
                .baseUrl(sandbox.url())
                .timeout(Duration.ofMillis(500))
                .answerTimeout(Duration.ofMillis(500))
                .build();
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings)) {
            overheard.note(settings);
            overheard.note(pipeline);
            for (String operation : List.of("POST /v1/files$", "POST /v1/fine_tuning/jobs$", "POST /v1/chat")) {
                for (Fault fault : Fault.values()) {
                    sandbox.failNext(operation, fault);
                    useEverything(pipeline);
                }
                for (int status : List.of(400, 401, 403, 404, 429, 500)) {
                    sandbox.answerNext(operation, OpenAiSandbox.error(status, "code", "The key " + KEY + " is bad"));
                    useEverything(pipeline);
                }
                sandbox.answerNext(operation, Answer.json(200, "{\"id\": \"x\", \"echo\": \"" + CONTENT));
                useEverything(pipeline);
            }
        }
    }

    private void useEverything(OpenAiTrainingPipeline pipeline) {
        try {
            List<ChatExample> examples = IntStream.range(0, 12)
                    .mapToObj(i -> ChatExample.of(Message.user(CONTENT + i), Message.assistant(CONTENT)))
                    .toList();
            TrainingFile file = pipeline.upload(TrainingData.of("canary", examples));
            overheard.note(file);
            TrainingJob job = pipeline.start(
                    TrainingRequest.builder("m", file).mark("run-1").build());
            overheard.note(job);
            overheard.note(pipeline.events(job.id()));
            overheard.note(new ArrayList<>(pipeline.jobs(JobQuery.ALL).toList()));
            overheard.note(pipeline.chatModel(job.model().orElseThrow()).ask(ChatRequest.of(CONTENT)));
            pipeline.files().delete(file.id());
        } catch (RuntimeException e) {
            overheard.note(e);
        }
    }
}
