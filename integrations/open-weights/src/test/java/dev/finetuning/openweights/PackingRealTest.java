package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.example.ChatExample;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several rows in one, with the attention that a CPU has by default. */
@Tag("weights")
class PackingRealTest {
    private static final int ROWS = 80;
    private static final int MAX_LENGTH = 256;

    @TempDir
    private Path folder;

    /** Sums of 32 bits in another order. */
    @Test
    void rows_packed_areComputedAsIfTheyWereAlone() throws Exception {
        WireObject told = Loaded.run(
                "packed.py",
                Path.of("src/main/resources/dev/finetuning/openweights")
                        .toAbsolutePath()
                        .toString(),
                RealTrainer.model(RealTrainer.TINY).toString(),
                "Where is my parcel? It was to come on Monday.",
                "My card was declined, why?",
                "Do you ship to Norway?");

        Map<String, Object> facts = told.map();
        System.out.println(facts);
        assertThat(facts).containsEntry("kept_apart", true).containsEntry("kept_apart_without_positions", false);
        assertThat(number(facts, "apart_by")).isLessThan(1e-5 * number(facts, "largest"));
        assertThat(number(facts, "loss")).isCloseTo(number(facts, "loss_alone"), within(1e-5));
    }

    private static double number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static TrainingRequest.Builder request(OpenWeightsPipeline pipeline) {
        List<ChatExample> rows = RealTrainer.support();
        LoraSettings settings = LoraSettings.builder()
                .rank(8)
                .learningRate(1e-2)
                .maxLength(MAX_LENGTH)
                .packing(true)
                .build();
        return TrainingRequest.builder(RealTrainer.TINY, upload(pipeline, rows.subList(0, ROWS)))
                .validationFile(upload(pipeline, rows.subList(ROWS, ROWS + 24)))
                .hyperparameters(settings.hyperparameters().withEpochs(4).withBatchSize(1))
                .seed(15);
    }

    private static String upload(OpenWeightsPipeline pipeline, List<ChatExample> rows) {
        return pipeline.upload(TrainingData.of("rows", rows)).id();
    }

    @Test
    void job_withPacking_trainsTheSameTokensInFewerSteps() {
        try (OpenWeightsPipeline pipeline =
                RealTrainer.in(folder.resolve("pipeline")).threads(1).build()) {
            TrainingRequest request = request(pipeline).build();
            long tokens = pipeline.estimate(request).tokens();

            TrainingJob job = RealTrainer.finish(pipeline, pipeline.start(request));

            assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(job.trainedTokens()).hasValue(tokens);
            List<Double> losses = RealTrainer.metric(pipeline, job, Metrics.TRAIN_LOSS);
            List<Double> held = RealTrainer.metric(pipeline, job, Metrics.FULL_VALID_LOSS);
            assertThat(losses).hasSizeBetween((int) (tokens / MAX_LENGTH), ROWS * 4 / 2);
            assertThat(losses.get(losses.size() - 1)).isLessThan(0.9 * losses.get(0));
            assertThat(held).hasSize(4);
            assertThat(held.get(3)).isLessThan(held.get(0));
            assertThat(pipeline.checkpoints(job.id())).hasSizeBetween(8, 11);
        }
    }

    @Test
    void job_withPackingWhoseWorkerIsKilled_endsWithTheSameBytes() throws Exception {
        try (OpenWeightsPipeline pipeline =
                RealTrainer.in(folder.resolve("pipeline")).threads(1).build()) {
            TrainingRequest request = request(pipeline).build();
            TrainingJob undisturbed = RealTrainer.finish(pipeline, pipeline.start(request));
            TrainingJob started = pipeline.start(request);
            RealTrainer.await(() -> !pipeline.checkpoints(started.id()).isEmpty());
            FakeTrainer.kill(
                    Exercise.workers(folder.resolve("pipeline"), started.id()).get(0));

            TrainingJob job = RealTrainer.finish(pipeline, started);

            assertThat(Exercise.workers(folder.resolve("pipeline"), job.id())).hasSize(2);
            assertThat(job.details())
                    .containsEntry("adapter_sha256", undisturbed.details().get("adapter_sha256"));
            assertThat(job.trainedTokens()).isEqualTo(undisturbed.trainedTokens());
        }
    }
}
