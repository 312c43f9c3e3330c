package dev.finetuning.mistral;

import dev.finetuning.Secret;
import dev.finetuning.adapter.contract.SecrecyContractTest;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
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

class MistralSecrecyTest extends SecrecyContractTest {
    private static final String KEY = "CANARY+key/42~";
    private static final String GATEWAY_KEY = "GATEWAYCANARY+/42~";
    private static final String WANDB_KEY = "WANDBCANARY+key/42~".repeat(3).substring(0, 40);
    private static final String TOKEN = "TOKENCANARY+/42~";

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox().plan(JobPlan.AT_ONCE);

    MistralSecrecyTest() {
        super(
                List.of(KEY, GATEWAY_KEY, WANDB_KEY, TOKEN),
                List.of(
                        "POST /v1/files$",
                        "POST /v1/fine_tuning/jobs$",
                        "POST .*/start$",
                        "POST /v1/chat",
                        "POST /v1/batch"),
                "OutcomeUnknownException",
                "***");
    }

    @Override
    protected ProviderSandbox<?> sandbox() {
        return sandbox;
    }

    @Override
    protected TrainingPipeline pipeline() {
        MistralSettings settings = MistralSettings.mistral(Secret.of(KEY))
                .baseUrl(sandbox.url())
                .timeout(Duration.ofMillis(500))
                .answerTimeout(Duration.ofMillis(500))
                .readPatience(Duration.ZERO)
                .addHeader("X-Gateway-Key", GATEWAY_KEY)
                .addJobField("integrations", List.of(WandbIntegration.of("p", Secret.of(WANDB_KEY))))
                .build();
        MistralTrainingPipeline pipeline = new MistralTrainingPipeline(settings);
        overheard.note(settings);
        overheard.note(pipeline);
        overheard.note(pipeline.chatModel("m"));
        overheard.note(pipeline.chatModel("ft:classifier:m"));
        return pipeline;
    }

    @Override
    protected Answer error(int status, String operation) {
        String keys = "The keys " + KEY + " and " + GATEWAY_KEY;
        boolean ofJobs = operation.contains("fine_tuning/jobs");
        return MistralSandbox.error(
                status, "code", (ofJobs ? keys + ", " + WANDB_KEY + " and " + TOKEN : keys) + " are bad");
    }

    @Override
    protected void use(TrainingPipeline pipeline, TrainingFile file) {
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
    }
}
