package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.OddGateway;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that drops what carries the mark loses the answer to a creation, too. */
public abstract class LostMarkContractTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String LIST = "GET /v1/fine_tuning/jobs$";
    private static final int MANY = 50;

    private final AdapterFixture adapter;
    /** The clock of the runs and of what sandboxes do. */
    protected final ManualTime clock = ManualTime.create();

    @TempDir
    Path folder;

    /** Tests this adapter. */
    protected LostMarkContractTest(AdapterFixture adapter) {
        this.adapter = adapter;
    }

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    void run_markDroppedAndAnswerLost_adoptsTheJobOnItsFileInsteadOfPayingTwice() throws InterruptedException {
        try (ProviderSandbox<?> sandbox = adapter.sandbox(clock);
                OddGateway gateway = OddGateway.losing(sandbox.root(), "metadata", "suffix")) {
            sandbox.failNext("POST /v1/fine_tuning/jobs$", Fault.RESET_AFTER);
            assertThat(run(gateway).status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(sandbox.jobCount()).isEqualTo(1);
        }
    }

    @Test
    void run_markAndFileDroppedAndAnswerLost_asksInsteadOfPayingTwice() throws InterruptedException {
        try (ProviderSandbox<?> sandbox = adapter.sandbox(clock);
                OddGateway gateway = OddGateway.losing(sandbox.root(), "metadata", "suffix")) {
            sandbox.failNext("POST /v1/fine_tuning/jobs$", Fault.RESET_AFTER);
            for (int i = 0; i < MANY; i++) {
                sandbox.changeNext(LIST, LostMarkContractTest::withoutFiles);
            }
            FineTuningRun run = run(gateway);
            assertThat(run.status()).isEqualTo(RunStatus.NEEDS_DECISION);
            assertThat(run.note().orElseThrow()).contains("carry no mark");
            assertThat(sandbox.jobCount()).isEqualTo(1);
        }
    }

    private static Answer withoutFiles(Answer answer) {
        try {
            JsonNode page = MAPPER.readTree(answer.body());
            page.path("data").forEach(job -> ((ObjectNode) job).remove(List.of("training_file", "training_files")));
            return Answer.json(answer.status(), page.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run to its end through a gateway. */
    protected final FineTuningRun run(OddGateway gateway) throws InterruptedException {
        List<ChatExample> examples = IntStream.range(0, 12)
                .mapToObj(i -> ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
        InMemoryJournal journal = new InMemoryJournal();
        try (TrainingPipeline pipeline = adapter.pipeline(Wiring.to(gateway.root()))) {
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal, folder, pipeline, JournaledModelRegistry.open(journal))
                    .clock(clock)
                    .sleeper(clock)
                    .lostAnswer(new LostAnswerPolicy(Duration.ofMinutes(1), LostAnswerPolicy.Then.RESEND))
                    .build();
            return runs.await(runs.start(
                    RunPlan.builder("support", adapter.model(), examples).build()));
        }
    }
}
