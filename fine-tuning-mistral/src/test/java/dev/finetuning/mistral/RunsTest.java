package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole run through a provider that loses answers: one job, started once, and a registered model. */
class RunsTest {
    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox().plan(JobPlan.AT_ONCE);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void run_everyAnswerLostOnce_paysOnce(Fault fault) throws InterruptedException {
        sandbox.failNext("POST /v1/files$", fault);
        sandbox.failNext("POST /v1/fine_tuning/jobs$", fault);
        sandbox.failNext("POST .*/start$", fault);

        FineTuningRun run = run();

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(sandbox.jobCount()).isEqualTo(1);
        assertThat(sandbox.requestLines())
                .filteredOn(line -> line.endsWith("/start"))
                .hasSize(1);
        assertThat(sandbox.jobRequests().toString()).contains("suffix=" + run.id());
    }

    @Test
    void start_planWithASuffix_isRefusedWithARemedyBeforeAnythingIsSent() {
        assertThat(catchThrowableOfType(
                        RequestRejectedException.class, () -> run(request -> request.suffix("support"))))
                .hasMessageContaining("the run's mark run-")
                .hasMessageContaining("leave the suffix out, and name the model with models().rename");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    private FineTuningRun run() throws InterruptedException {
        return run(request -> request);
    }

    private FineTuningRun run(UnaryOperator<TrainingRequest.Builder> request) throws InterruptedException {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal,
                            folder.resolve("data"),
                            Fixtures.pipeline(sandbox),
                            JournaledModelRegistry.open(journal))
                    .lostAnswer(new LostAnswerPolicy(Duration.ofMillis(300), LostAnswerPolicy.Then.RESEND))
                    .pace(PollPace.every(Duration.ofMillis(50)))
                    .build();
            return runs.await(runs.start(RunPlan.builder("support", Fixtures.MODEL, examples)
                    .request(request)
                    .build()));
        }
    }
}
