package dev.finetuning.testing;

import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingPipelineContractTest;
import java.time.Duration;

class ScriptedPipelineContractTest extends TrainingPipelineContractTest {
    private final ManualTime time = ManualTime.create();
    private final ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.create(time);

    @Override
    protected TrainingPipeline pipeline() {
        return pipeline;
    }

    @Override
    protected String baseModel() {
        return "scripted-base";
    }

    @Override
    protected void finish(String jobId) {
        time.advance(Duration.ofHours(1));
    }
}
