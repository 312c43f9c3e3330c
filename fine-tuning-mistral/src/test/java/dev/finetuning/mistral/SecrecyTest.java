package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.adapter.contract.Overheard;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.sandbox.MistralSandbox;
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
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Neither a key, in any spelling, nor a word of the records leaves by another door than the request. */
class SecrecyTest {
    private static final String KEY = "CANARY+key/42~";
    private static final String WANDB_KEY = "WANDBCANARY+key/42~".repeat(3).substring(0, 40);
    private static final String TOKEN = "TOKENCANARY+/42~";
    private static final String CONTENT = "CANARYCONTENT";

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox().plan(JobPlan.AT_ONCE);

    private final Overheard overheard = new Overheard();

    @Test
    void everything_underFaultsAndAtTrace_keepsKeysAndContentToItself() {
        overheard.during(this::exercise);
        overheard.assertSilentOn(List.of(KEY, WANDB_KEY, TOKEN, CONTENT), "OutcomeUnknownException", "***");
    }

    private void exercise() {
        MistralSettings settings = MistralSettings.mistral(Secret.of(KEY))
                .baseUrl(sandbox.url())
                .timeout(Duration.ofMillis(500))
                .answerTimeout(Duration.ofMillis(500))
                .readPatience(Duration.ZERO)
                .addHeader("X-Gateway-Key", KEY)
                .addJobField("integrations", List.of(WandbIntegration.of("p", Secret.of(WANDB_KEY))))
                .build();
        MistralTrainingPipeline pipeline = new MistralTrainingPipeline(settings);
        overheard.note(settings);
        overheard.note(pipeline);
        overheard.note(pipeline.chatModel("m"));
        overheard.note(pipeline.chatModel("ft:classifier:m"));
        String echo = "The keys " + KEY + ", " + WANDB_KEY + " and " + TOKEN + " are bad";
        for (String operation : List.of(
                "POST /v1/files$", "POST /v1/fine_tuning/jobs$", "POST .*/start$", "POST /v1/chat", "POST /v1/batch")) {
            for (Fault fault : Fault.values()) {
                sandbox.failNext(operation, fault);
                useEverything(pipeline);
            }
            for (int status : List.of(400, 401, 403, 404, 410, 422, 429, 500)) {
                boolean keysOfJobs = operation.contains("fine_tuning/jobs");
                sandbox.answerNext(
                        operation, MistralSandbox.error(status, "code", keysOfJobs ? echo : "The key " + KEY));
                useEverything(pipeline);
            }
            sandbox.answerNext(operation, Answer.json(200, "{\"id\": \"x\", \"echo\": \"" + CONTENT));
            useEverything(pipeline);
        }
    }

    private void useEverything(MistralTrainingPipeline pipeline) {
        try {
            List<ChatExample> examples = IntStream.range(0, 12)
                    .mapToObj(i -> ChatExample.of(Message.user(CONTENT + i), Message.assistant(CONTENT)))
                    .toList();
            TrainingFile file = pipeline.upload(TrainingData.of("canary", examples));
            overheard.note(file);
            GithubRepository repository = GithubRepository.of("owner", "code", Secret.of(TOKEN));
            overheard.note(repository);
            TrainingJob job = pipeline.start(TrainingRequest.builder("m", file)
                    .addOption("repositories", List.of(repository))
                    .mark("run-1")
                    .build());
            overheard.note(job);
            overheard.note(pipeline.launch(job.id()));
            overheard.note(pipeline.events(job.id()));
            overheard.note(new ArrayList<>(pipeline.jobs(JobQuery.ALL).toList()));
            MistralChatModel model = (MistralChatModel)
                    pipeline.chatModel(pipeline.job(job.id()).model().orElseThrow());
            overheard.note(model.ask(ChatRequest.of(CONTENT)));
            overheard.note(model.submit(Map.of("a", ChatRequest.of(CONTENT))));
            pipeline.files().delete(file.id());
        } catch (RuntimeException e) {
            overheard.note(e);
        }
    }
}
