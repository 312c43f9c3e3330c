package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingPipelineContractTest;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalPipelineContractTest extends TrainingPipelineContractTest {
    @TempDir
    Path folder;

    private LocalTrainingPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = LocalTrainingPipeline.in(folder);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Override
    protected TrainingPipeline pipeline() {
        return pipeline;
    }

    @Override
    protected String baseModel() {
        return LocalTrainingPipeline.AUTO;
    }

    @Override
    protected void finish(String jobId) {
        try (JobWaiter waiter = JobWaiter.builder().pace(PollPace.IN_PROCESS).build()) {
            assertThat(waiter.await(pipeline, jobId).job().status().terminal()).isTrue();
        }
    }
}
