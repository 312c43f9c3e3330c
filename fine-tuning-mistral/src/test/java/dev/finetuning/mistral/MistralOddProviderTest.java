package dev.finetuning.mistral;

import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.training.OddProviderContractTest;
import dev.finetuning.training.TrainingPipeline;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class MistralOddProviderTest extends OddProviderContractTest {
    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox();

    @Override
    protected String root() {
        return sandbox.root();
    }

    @Override
    protected TrainingPipeline pipeline(String root) {
        return new MistralTrainingPipeline(MistralSettings.mistral(Fixtures.KEY)
                .baseUrl(root)
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
