package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Warnings;
import dev.finetuning.adapter.contract.LostMarkContractTest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.OddGateway;
import org.junit.jupiter.api.Test;

class OpenAiLostMarkTest extends LostMarkContractTest {
    OpenAiLostMarkTest() {
        super(new OpenAiFixture());
    }

    @Test
    void run_markDroppedOnTheWay_warnsOnceThatALostAnswerIsHardToFind() throws InterruptedException {
        try (OpenAiSandbox sandbox = new OpenAiSandbox(clock);
                OddGateway gateway = OddGateway.losing(sandbox.root(), "metadata", "suffix");
                Warnings warnings = Warnings.of(FineTuningRuns.class)) {
            assertThat(run(gateway).status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(warnings.messages())
                    .filteredOn(each -> each.contains("without the mark"))
                    .hasSize(1);
        }
    }

    @Test
    void run_markKept_warnsOfNoLostMark() throws InterruptedException {
        try (OpenAiSandbox sandbox = new OpenAiSandbox(clock);
                OddGateway gateway = OddGateway.losing(sandbox.root());
                Warnings warnings = Warnings.of(FineTuningRuns.class)) {
            assertThat(run(gateway).status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(warnings.messages()).isEmpty();
        }
    }
}
