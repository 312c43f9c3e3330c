package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real trainer, and a JVM that follows it, killed at any moment between the start of a job and its end. Twice each,
 * or as often as {@code -Dkills=50} says.
 */
@Tag("weights")
class KilledTrainingTest {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final String MARK = "killed";

    @TempDir
    private static Path folder;

    private static byte[] undisturbed;
    private static int millis;

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        try (OpenWeightsPipeline pipeline = pipeline(folder.resolve("undisturbed"))) {
            Instant begun = Instant.now();
            TrainingJob job = RealTrainer.finish(pipeline, pipeline.start(request(pipeline)));
            millis = (int) Duration.between(begun, Instant.now()).toMillis();
            undisturbed = adapter(pipeline, job);
        }
    }

    private static OpenWeightsPipeline pipeline(Path place) {
        return RealTrainer.in(place).threads(1).build();
    }

    private static TrainingRequest request(OpenWeightsPipeline pipeline) {
        String rows = pipeline.upload(
                        TrainingData.of("rows", RealTrainer.support().subList(0, 80)))
                .id();
        LoraSettings settings = LoraSettings.builder()
                .rank(8)
                .learningRate(1e-2)
                .checkpointSteps(4)
                .build();
        return TrainingRequest.builder(RealTrainer.TINY, rows)
                .hyperparameters(settings.hyperparameters().withEpochs(2).withBatchSize(4))
                .seed(15)
                .mark(MARK)
                .build();
    }

    private static byte[] adapter(OpenWeightsPipeline pipeline, TrainingJob job) throws IOException {
        return Files.readAllBytes(
                pipeline.adapterFolder(job.model().orElseThrow()).resolve("adapter_model.safetensors"));
    }

    private static void requireOneWhole(OpenWeightsPipeline pipeline, TrainingJob job) throws IOException {
        assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(adapter(pipeline, job)).isEqualTo(undisturbed);
        assertThat(pipeline.jobs(JobQuery.ALL)).hasSize(1);
    }

    @Test
    void worker_killedAtRandom_endsWithTheSameBytes() throws Exception {
        Random random = new Random(15);
        int killed = 0;
        int resumed = 0;
        for (int run = 0; killed < KILLS; run++) {
            Path place = folder.resolve("worker-" + run);
            try (OpenWeightsPipeline pipeline = pipeline(place)) {
                TrainingJob started = pipeline.start(request(pipeline));
                Thread.sleep(random.nextInt(millis));
                if (pipeline.job(started.id()).status().terminal()) {
                    // the machine is quicker than it was
                    millis = Math.max(1_000, millis / 2);
                } else {
                    List<Long> workers = Exercise.workers(place, started.id());
                    new ProcessBuilder("kill", "-9", String.valueOf(workers.get(workers.size() - 1)))
                            .start()
                            .waitFor();
                    killed++;
                }
                requireOneWhole(pipeline, RealTrainer.finish(pipeline, started));
                resumed += Exercise.workers(place, started.id()).size() - 1;
            }
            System.out.printf("workers killed: %d of %d, resumed %d times%n", killed, KILLS, resumed);
        }
    }

    @Test
    void jvm_killedAtRandom_leavesOneJobWithTheSameBytes() throws Exception {
        Random random = new Random(16);
        for (int run = 0; run < KILLS; run++) {
            Path place = folder.resolve("jvm-" + run);
            Process jvm = Exercise.otherJvm(OtherJvm.class, place);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("starts");
                Thread.sleep(random.nextInt(millis));
            } finally {
                jvm.destroyForcibly().waitFor();
            }
            try (OpenWeightsPipeline pipeline = pipeline(place)) {
                TrainingJob again = pipeline.start(request(pipeline));
                requireOneWhole(pipeline, RealTrainer.finish(pipeline, again));
                assertThat(Exercise.workers(place, again.id())).hasSize(1);
            }
            System.out.printf("JVMs killed: %d of %d%n", run + 1, KILLS);
        }
    }

    /** Starts the job and follows it. */
    static final class OtherJvm {
        private OtherJvm() {}

        public static void main(String[] arguments) {
            OpenWeightsPipeline pipeline = pipeline(Path.of(arguments[0]));
            TrainingRequest request = request(pipeline);
            System.out.println("starts");
            RealTrainer.finish(pipeline, pipeline.start(request));
        }
    }
}
