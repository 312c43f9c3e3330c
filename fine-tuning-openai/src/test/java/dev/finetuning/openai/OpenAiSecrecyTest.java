package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.contract.SecrecyContractTest;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiSecrecyTest extends SecrecyContractTest {
    private static final String KEY = "sk-CANARY+key/42~";
    private static final String GATEWAY_KEY = "GATEWAYCANARY+/42~";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE);

    OpenAiSecrecyTest() {
        super(
                List.of(KEY, GATEWAY_KEY),
                List.of("POST /v1/files$", "POST /v1/fine_tuning/jobs$", "POST /v1/chat", "POST /v1/batches"),
                "OutcomeUnknownException");
    }

    @Override
    protected ProviderSandbox<?> sandbox() {
        return sandbox;
    }

    @Override
    protected TrainingPipeline pipeline() {
        OpenAiSettings settings = OpenAiSettings.openAi(Secret.of(KEY))
                .baseUrl(sandbox.url())
                .timeout(Duration.ofMillis(500))
                .answerTimeout(Duration.ofMillis(500))
                .readPatience(Duration.ZERO)
                .addHeader("X-Gateway-Key", GATEWAY_KEY)
                .build();
        OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings);
        overheard.note(settings);
        overheard.note(pipeline);
        overheard.note(pipeline.chatModel("m"));
        return pipeline;
    }

    @Override
    protected Answer error(int status, String operation) {
        return OpenAiSandbox.error(status, "code", "The keys " + KEY + " and " + GATEWAY_KEY + " are bad");
    }

    @Override
    protected void use(TrainingPipeline pipeline, TrainingFile file) {
        TrainingJob job =
                pipeline.start(TrainingRequest.builder("m", file).mark("run-1").build());
        overheard.note(job);
        overheard.note(pipeline.events(job.id()));
        overheard.note(new ArrayList<>(pipeline.jobs(JobQuery.ALL).toList()));
        OpenAiChatModel model = (OpenAiChatModel) pipeline.chatModel(job.model().orElseThrow());
        overheard.note(model.ask(ChatRequest.of(CONTENT)));
        overheard.note(model.submit(Map.of("a", ChatRequest.of(CONTENT))));
    }
}
