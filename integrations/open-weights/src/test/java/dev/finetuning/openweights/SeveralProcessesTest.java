package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that two processes share, by torchrun and gloo. */
@Tag("weights")
class SeveralProcessesTest {
    private static final String SHA = "adapter_sha256";

    @TempDir
    private Path folder;

    private OpenWeightsPipeline one() {
        return RealTrainer.in(folder.resolve("one")).threads(1).build();
    }

    private OpenWeightsPipeline two(String name) {
        return RealTrainer.in(folder.resolve(name))
                .threads(1)
                .launcher("torchrun", "--standalone", "--nproc-per-node", "2")
                .build();
    }

    private static TrainingJob start(OpenWeightsPipeline pipeline, int batchSize) {
        LoraSettings settings = LoraSettings.builder()
                .rank(4)
                .maxLength(256)
                .learningRate(2e-3)
                .checkpointSteps(4)
                .build();
        String file = pipeline.upload(
                        TrainingData.of("support", RealTrainer.support().subList(0, 32)))
                .id();
        return pipeline.start(TrainingRequest.builder(RealTrainer.TINY, file)
                .hyperparameters(settings.hyperparameters().withEpochs(10).withBatchSize(batchSize))
                .build());
    }

    private static List<Double> losses(OpenWeightsPipeline pipeline, TrainingJob job) {
        return RealTrainer.metric(pipeline, job, "train_loss");
    }

    @Test
    void twoProcesses_trainWhatOneTrains_andGoOnAfterEitherWasKilled() throws Exception {
        try (OpenWeightsPipeline one = one();
                OpenWeightsPipeline two = two("two");
                OpenWeightsPipeline killed = two("killed")) {
            TrainingJob alone = RealTrainer.finish(one, start(one, 4));
            TrainingJob shared = RealTrainer.finish(two, start(two, 4));
            TrainingJob disturbed = start(killed, 4);
            Exercise.await(() -> !killed.checkpoints(disturbed.id()).isEmpty());
            companion(worker(folder.resolve("killed"), disturbed)).destroyForcibly();
            Exercise.await(() -> killed.job(disturbed.id()).status().phase() == JobPhase.PAUSED);
            killed.resume(disturbed.id());
            Exercise.await(() -> killed.events(disturbed.id()).stream()
                    .map(TrainingEvent::type)
                    .anyMatch("resume"::equals));
            worker(folder.resolve("killed"), disturbed).destroyForcibly();
            TrainingJob continued = RealTrainer.finish(killed, disturbed);

            assertThat(shared.details()).containsEntry("processes", 2);
            List<Double> expected = losses(one, alone);
            List<Double> seen = losses(two, shared);
            assertThat(seen).hasSameSizeAs(expected);
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i)).isCloseTo(expected.get(i), within(1e-3));
            }
            assertThat(continued.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(continued.details().get(SHA)).isEqualTo(shared.details().get(SHA));
        }
    }

    private static ProcessHandle worker(Path root, TrainingJob job) throws Exception {
        List<Long> workers = Exercise.workers(root, job.id());
        return ProcessHandle.of(workers.get(workers.size() - 1)).orElseThrow();
    }

    /** The other process of the same launch. */
    private static ProcessHandle companion(ProcessHandle worker) {
        return worker.parent()
                .orElseThrow()
                .children()
                .filter(each -> each.pid() != worker.pid())
                .findFirst()
                .orElseThrow();
    }

    /** accelerate leaves out what the launcher asks for, and the user would believe that the model was sharded. */
    @Test
    void fsdp_onACpu_isATypedFailure() throws Exception {
        try (OpenWeightsPipeline sharded = RealTrainer.in(folder.resolve("fsdp"))
                .launcher("env", "ACCELERATE_USE_FSDP=true", "torchrun", "--standalone", "--nproc-per-node", "2")
                .build()) {
            TrainingJob job = RealTrainer.finish(sharded, start(sharded, 4));

            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(job.failure().orElseThrow().code()).contains("launcher");
            assertThat(job.failure().orElseThrow().message()).contains("on GPUs only");
            Exercise.awaitNoWorkers();
        }
    }

    @Test
    void batchSize_thatTheProcessesCannotShare_isATypedFailure() throws Exception {
        try (OpenWeightsPipeline two = two("two")) {
            TrainingJob job = RealTrainer.finish(two, start(two, 5));

            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(job.failure().orElseThrow().param()).contains("batch_size");
            assertThat(job.failure().orElseThrow().message()).contains("multiple of 2");
            Exercise.awaitNoWorkers();
        }
    }
}
