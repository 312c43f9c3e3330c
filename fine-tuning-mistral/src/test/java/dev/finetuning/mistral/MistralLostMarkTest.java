package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Warnings;
import dev.finetuning.adapter.contract.LostMarkContractTest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.OddGateway;
import org.junit.jupiter.api.Test;

class MistralLostMarkTest extends LostMarkContractTest {
    MistralLostMarkTest() {
        super(new MistralFixture());
    }

    @Test
    void run_markDroppedOnTheWay_warnsOnceThatALostAnswerIsHardToFind() throws InterruptedException {
        try (MistralSandbox sandbox = new MistralSandbox(clock);
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
        try (MistralSandbox sandbox = new MistralSandbox(clock);
                OddGateway gateway = OddGateway.losing(sandbox.root());
                Warnings warnings = Warnings.of(FineTuningRuns.class)) {
            assertThat(run(gateway).status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(warnings.messages()).isEmpty();
        }
    }
}
