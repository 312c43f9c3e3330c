package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingPipelineContractTest;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class OpenWeightsContractTest extends TrainingPipelineContractTest {
    @TempDir
    private Path folder;

    private OpenWeightsPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = builder(FakeTrainer.in(folder)).build();
    }

    /** Where the fake worker runs. */
    OpenWeightsPipelineBuilder builder(FakeTrainer trainer) {
        return trainer.builder();
    }

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Override
    protected TrainingPipeline pipeline() {
        return pipeline;
    }

    @Override
    protected String baseModel() {
        return FakeTrainer.BASE;
    }

    @Override
    protected void finish(String jobId) {
        try (JobWaiter waiter = JobWaiter.builder().pace(PollPace.IN_PROCESS).build()) {
            assertThat(waiter.await(pipeline, jobId).job().status().terminal()).isTrue();
        }
    }
}
