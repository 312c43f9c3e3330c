package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.adapter.contract.RetryContractTest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.ProviderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiRetryTest extends RetryContractTest {
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox();

    OpenAiRetryTest() {
        super(new OpenAiFixture());
    }

    @Test
    void pause_busyProvider_leavesOnce() {
        sandbox.answerNext("POST .*/pause$", OpenAiSandbox.error(503, "busy", "Busy."));

        try (OpenAiTrainingPipeline pipeline = Fixtures.pipeline(sandbox)) {
            assertThat(catchThrowableOfType(ProviderException.class, () -> pipeline.pause("ftjob-1")))
                    .isNotNull();
        }
        assertThat(sandbox.requestLines())
                .filteredOn(line -> line.endsWith("/pause"))
                .hasSize(1);
    }
}
