package dev.finetuning.openai;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.training.OddProviderContractTest;
import dev.finetuning.training.TrainingPipeline;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiOddProviderTest extends OddProviderContractTest {
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox();

    @Override
    protected String root() {
        return sandbox.root();
    }

    @Override
    protected TrainingPipeline pipeline(String root) {
        return new OpenAiTrainingPipeline(OpenAiSettings.custom("gateway", root + "/v1", Fixtures.KEY)
                .keyHeader("api-key")
                .timeout(Duration.ofSeconds(5))
                .answerTimeout(Duration.ofSeconds(5))
                .readPatience(Duration.ZERO)
                .build());
    }

    @Override
    protected String model() {
        return Fixtures.MODEL;
    }
}
