package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.OddGateway;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that drops metadata, and with it the mark, loses the answer to a creation. */
class LostMarkTest {
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox().plan(JobPlan.AT_ONCE);

    @TempDir
    Path folder;

    @Test
    void run_markDroppedAndAnswerLost_adoptsTheJobOnItsFileInsteadOfPayingTwice() throws InterruptedException {
        sandbox.failNext("POST /v1/fine_tuning/jobs$", Fault.RESET_AFTER);
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
        try (OddGateway gateway = OddGateway.losing(sandbox.root(), "metadata");
                OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(OpenAiSettings.openAi(Fixtures.KEY)
                        .baseUrl(gateway.root() + "/v1")
                        .build());
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal, folder.resolve("data"), pipeline, JournaledModelRegistry.open(journal))
                    .lostAnswer(new LostAnswerPolicy(Duration.ofMillis(300), LostAnswerPolicy.Then.RESEND))
                    .pace(PollPace.every(Duration.ofMillis(50)))
                    .build();
            FineTuningRun run = runs.await(runs.start(
                    RunPlan.builder("support", Fixtures.MODEL, examples).build()));
            assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        }
        assertThat(sandbox.jobCount()).isEqualTo(1);
    }
}
