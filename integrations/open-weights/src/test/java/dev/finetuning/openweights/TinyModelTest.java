package dev.finetuning.openweights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.training.HyperparameterValue;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real trainer with a model that takes a second to train. */
@Tag("weights")
class TinyModelTest {
    private static final LoraSettings SETTINGS =
            LoraSettings.builder().rank(8).learningRate(1e-2).checkpointSteps(5).build();

    @TempDir
    private static Path folder;

    private static OpenWeightsPipeline pipeline;
    private static String training = "";
    private static String validation = "";
    private static TrainingJob first;

    @BeforeAll
    static void trainOnce() {
        pipeline = RealTrainer.in(folder.resolve("pipeline")).threads(1).build();
        List<ChatExample> rows = RealTrainer.support();
        training = upload(rows.subList(0, 80));
        validation = upload(rows.subList(80, 104));
        first = finish(supervised(RealTrainer.TINY, SETTINGS, 3));
    }

    @AfterAll
    static void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private static String upload(List<? extends Example> rows) {
        return pipeline.upload(TrainingData.of("rows", rows)).id();
    }

    private static TrainingRequest.Builder supervised(String base, LoraSettings settings, int epochs) {
        return TrainingRequest.builder(base, training)
                .validationFile(validation)
                .hyperparameters(settings.hyperparameters().withEpochs(epochs).withBatchSize(4))
                .seed(15);
    }

    private static TrainingJob finish(TrainingRequest.Builder request) {
        return RealTrainer.finish(pipeline, pipeline.start(request.build()));
    }

    private static List<Double> metric(TrainingJob job, String name) {
        return RealTrainer.metric(pipeline, job, name);
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    private static byte[] adapter(TrainingJob job) throws IOException {
        return Files.readAllBytes(
                pipeline.adapterFolder(job.model().orElseThrow()).resolve("adapter_model.safetensors"));
    }

    private static void kill(TrainingJob job) throws IOException, InterruptedException {
        List<Long> workers = Exercise.workers(folder.resolve("pipeline"), job.id());
        FakeTrainer.kill(workers.get(workers.size() - 1));
    }

    private static TrainingJob startedWithCheckpoint() throws InterruptedException {
        TrainingJob job =
                pipeline.start(supervised(RealTrainer.TINY, SETTINGS, 3).build());
        RealTrainer.await(() -> !pipeline.checkpoints(job.id()).isEmpty());
        return job;
    }

    @Test
    void supervised_onQuestionsAndAnswers_lowersBothLosses() {
        List<Double> losses = metric(first, Metrics.TRAIN_LOSS);
        List<Double> held = metric(first, Metrics.FULL_VALID_LOSS);

        assertThat(first.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(losses).hasSize(60);
        assertThat(last(losses)).isLessThan(0.9 * losses.get(0));
        assertThat(held).hasSize(3);
        assertThat(last(held)).isLessThan(held.get(0));
        assertThat(metric(first, "learning_rate")).isNotEmpty();
        assertThat(metric(first, "grad_norm")).isNotEmpty();
        assertThat(first.trainedTokens().orElseThrow()).isPositive();
        assertThat(pipeline.checkpoints(first.id())).hasSize(12);
    }

    @Test
    void provenance_ofAFinishedJob_holdsHashesVersionsAndCompute() throws Exception {
        Map<String, String> facts = first.provenance();

        // sha256sum model.safetensors | sha256sum
        String weights =
                sha256(Files.readAllBytes(RealTrainer.model(RealTrainer.TINY).resolve("model.safetensors")));
        assertThat(facts)
                .containsEntry("adapter_sha256", sha256(adapter(first)))
                .containsEntry("base_model_sha256", sha256((weights + "  model.safetensors\n").getBytes(UTF_8)))
                .containsKeys("torch", "transformers", "peft", "trl", "device", "precision");
        double tokens = first.trainedTokens().orElseThrow();
        double parameters = ((Number) first.details().get("parameters")).doubleValue();
        double trained = ((Number) first.details().get("trainable_parameters")).doubleValue();
        assertThat(Double.parseDouble(facts.get("training_flops"))).isEqualTo(tokens * (4 * parameters + 2 * trained));
    }

    @Test
    void estimate_ofTheJobThatWasTrained_isWhatItTook() {
        TrainingEstimate estimate =
                pipeline.estimate(supervised(RealTrainer.TINY, SETTINGS, 3).build());

        RealTrainer.requireRight(estimate, first);
        assertThat(estimate.tokens()).isEqualTo(first.trainedTokens().orElseThrow());
        assertThat(estimate.trainSeconds()).isPresent();
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void worker_killedAfterACheckpoint_endsWithTheSameBytes() throws Exception {
        TrainingJob started = startedWithCheckpoint();
        kill(started);

        TrainingJob job = RealTrainer.finish(pipeline, started);

        assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(Exercise.workers(folder.resolve("pipeline"), job.id())).hasSize(2);
        assertThat(adapter(job)).isEqualTo(adapter(first));
        assertThat(job.trainedTokens()).isEqualTo(first.trainedTokens());
        assertThat(job.details())
                .containsEntry("adapter_sha256", first.details().get("adapter_sha256"));
    }

    @Test
    void cancel_whileItTrains_endsTheJobWithoutAModel() throws Exception {
        TrainingJob started = startedWithCheckpoint();

        pipeline.cancel(started.id());
        TrainingJob job = RealTrainer.finish(pipeline, started);

        assertThat(job.status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(job.model()).isEmpty();
    }

    @Test
    void continuing_anAdapter_startsAtItsLoss() {
        LoraSettings still = SETTINGS.toBuilder().learningRate(1e-9).build();

        TrainingJob job = finish(supervised(first.id(), still, 1));

        assertThat(last(metric(job, Metrics.FULL_VALID_LOSS)))
                .isCloseTo(last(metric(first, Metrics.FULL_VALID_LOSS)), within(1e-4));
        assertThat(metric(job, Metrics.TRAIN_LOSS).get(0))
                .isLessThan(metric(first, Metrics.TRAIN_LOSS).get(0));
    }

    /** Prefers the right answer to the next row's. */
    private static List<PreferenceExample> pairs(List<ChatExample> rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> {
                    ChatExample row = rows.get(i);
                    String other = RealTrainer.answer(rows.get((i + 1) % rows.size()));
                    return new PreferenceExample(
                            row.messages().subList(0, row.messages().size() - 1),
                            List.of(Message.assistant(RealTrainer.answer(row))),
                            List.of(Message.assistant(other + " No.")),
                            List.of(),
                            ExampleInfo.NONE);
                })
                .toList();
    }

    @Test
    void preference_onPairs_raisesTheMarginOfPairsHeldOut() {
        List<PreferenceExample> pairs = pairs(RealTrainer.support());
        LoraSettings settings = SETTINGS.toBuilder().learningRate(1e-3).build();

        TrainingJob job = finish(TrainingRequest.builder(RealTrainer.TINY, upload(pairs.subList(0, 48)))
                .validationFile(upload(pairs.subList(48, 72)))
                .method(new TrainingMethod.Preference(HyperparameterValue.of(0.1)))
                .hyperparameters(settings.hyperparameters().withEpochs(3).withBatchSize(4)));

        List<Double> margins = metric(job, "full_valid_reward_margin");
        assertThat(metric(job, Metrics.TRAIN_LOSS).get(0)).isCloseTo(Math.log(2), within(0.01));
        assertThat(margins).hasSize(3);
        assertThat(margins.get(0)).isPositive();
        assertThat(last(margins)).isGreaterThan(margins.get(0));
        assertThat(last(metric(job, "full_valid_reward_accuracy"))).isGreaterThan(0.7);
    }

    @Test
    void preference_onAnAdapter_holdsItAgainstItselfAsItWas() {
        List<PreferenceExample> pairs = pairs(RealTrainer.support());

        TrainingJob job = finish(TrainingRequest.builder(first.id(), upload(pairs.subList(0, 16)))
                .method(new TrainingMethod.Preference(HyperparameterValue.of(0.1)))
                .hyperparameters(SETTINGS.hyperparameters().withEpochs(1).withBatchSize(4)));

        assertThat(metric(job, Metrics.TRAIN_LOSS).get(0)).isCloseTo(Math.log(2), within(1e-3));
        assertThat(pipeline.adapterFolder(job.id()))
                .as("without the copy that it was held against")
                .isDirectoryNotContaining("glob:**/ref");
    }

    /** Two of three right answers rated good, the rest another row's rated bad. */
    private static List<RatedExample> rated(List<ChatExample> rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> {
                    List<Message> messages = new ArrayList<>(rows.get(i).messages());
                    boolean good = i % 3 != 0;
                    if (!good) {
                        String other = RealTrainer.answer(rows.get((i + 1) % rows.size()));
                        messages.set(messages.size() - 1, Message.assistant(other + " No."));
                    }
                    return new RatedExample(messages, good, List.of(), ExampleInfo.NONE);
                })
                .toList();
    }

    @Test
    void kto_onRatedAnswers_raisesTheMarginOfAnswersHeldOut() {
        List<RatedExample> rows = rated(RealTrainer.support());
        LoraSettings settings = SETTINGS.toBuilder().learningRate(3e-3).build();

        TrainingJob job = finish(TrainingRequest.builder(RealTrainer.TINY, upload(rows.subList(0, 60)))
                .validationFile(upload(rows.subList(60, 90)))
                .method(TrainingMethod.Kto.AUTO)
                .hyperparameters(settings.hyperparameters().withEpochs(3).withBatchSize(4)));

        List<Double> losses = metric(job, Metrics.TRAIN_LOSS);
        List<Double> margins = metric(job, "full_valid_reward_margin");
        assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(last(losses)).isLessThan(0.7 * losses.get(0));
        assertThat(margins.get(0)).isPositive();
        assertThat(last(margins)).isGreaterThan(margins.get(0));
    }

    @Test
    void row_longerThanTheMaximum_isNamed() {
        List<ChatExample> rows = new ArrayList<>(RealTrainer.support().subList(0, 4));
        rows.add(2, ChatExample.of(Message.user("Why? ".repeat(200)), Message.assistant("So.")));

        TrainingJob job = finish(TrainingRequest.builder(RealTrainer.TINY, upload(rows))
                .hyperparameters(SETTINGS.toBuilder().maxLength(256).build().hyperparameters()));

        JobFailure failure = job.failure().orElseThrow();
        assertThat(failure.code()).contains("row_too_long");
        assertThat(failure.row()).hasValue(3);
        assertThat(failure.originIn(rows)).isNotNull();
    }

    @Test
    void loss_thatIsNoNumber_endsTheJobWithWhatToChange() throws Exception {
        Path broken = folder.resolve("broken");
        Files.createDirectory(broken);
        try (Stream<Path> files = Files.list(RealTrainer.model(RealTrainer.TINY))) {
            for (Path file : files.toList()) {
                Files.copy(file, broken.resolve(file.getFileName()));
            }
        }
        String config = Files.readString(broken.resolve("config.json"));
        // the root of a negative number in every layer
        Files.writeString(
                broken.resolve("config.json"), config.replace("\"rms_norm_eps\": 1e-06", "\"rms_norm_eps\": -1000.0"));
        try (OpenWeightsPipeline other = RealTrainer.in(folder.resolve("pipeline"))
                .baseModel("broken", broken)
                .threads(1)
                .build()) {
            TrainingJob job = RealTrainer.finish(
                    other, other.start(supervised("broken", SETTINGS, 1).build()));

            assertThat(job.failure().orElseThrow().code()).contains("loss_not_finite");
            assertThat(job.failure().orElseThrow().param()).contains("learning_rate");
        }
    }

    @Test
    void memory_thatDoesNotSuffice_endsTheJobWithWhatToChange() throws Exception {
        Path limited = folder.resolve("limited-python");
        Files.writeString(limited, "#!/bin/bash\nulimit -v 4000000\nexec " + RealTrainer.python() + " \"$@\"\n");
        assertThat(limited.toFile().setExecutable(true)).isTrue();
        try (OpenWeightsPipeline small = OpenWeightsPipeline.builder(folder.resolve("small"))
                .environment(PythonEnvironment.at(limited))
                .baseModel(RealTrainer.TINY, RealTrainer.model(RealTrainer.TINY))
                .build()) {
            List<ChatExample> rows = IntStream.range(0, 256)
                    .mapToObj(i -> ChatExample.of(
                            Message.user("Why? ".repeat(400) + i), Message.assistant("Because. ".repeat(100))))
                    .toList();
            String file = small.upload(TrainingData.of("long", rows)).id();

            TrainingJob job = RealTrainer.finish(
                    small,
                    small.start(TrainingRequest.builder(RealTrainer.TINY, file)
                            .hyperparameters(LoraSettings.builder()
                                    .maxLength(4096)
                                    .build()
                                    .hyperparameters()
                                    .withBatchSize(256))
                            .build()));

            assertThat(job.failure().orElseThrow().code()).contains("out_of_memory");
            assertThat(job.failure().orElseThrow().param()).contains("batch_size");
        }
    }
}
