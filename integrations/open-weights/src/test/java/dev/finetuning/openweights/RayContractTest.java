package dev.finetuning.openweights;

import dev.finetuning.openweights.sandbox.RaySandbox;
import org.junit.jupiter.api.extension.RegisterExtension;

class RayContractTest extends OpenWeightsContractTest {
    @RegisterExtension
    private final RaySandbox ray = new RaySandbox();

    @Override
    OpenWeightsPipelineBuilder builder(FakeTrainer trainer) {
        return trainer.builder(FakeTrainer.cluster(ray.root()));
    }
}
