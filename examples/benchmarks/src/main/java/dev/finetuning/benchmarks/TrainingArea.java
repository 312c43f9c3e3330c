package dev.finetuning.benchmarks;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.writing.Target;
import dev.finetuning.format.writing.TargetBundle;
import dev.finetuning.openweights.LoraSettings;
import dev.finetuning.openweights.OpenWeightsPipeline;
import dev.finetuning.openweights.PythonEnvironment;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.PollPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A LoRA adapter of a language model trained through this library against the same training by a script that calls TRL:
 * the same rows, model, settings and threads, in turns, whole processes from the call to the saved adapter, and how
 * long each takes until its first step.
 *
 * <p>Needs what {@code .ci/open-weights/run} prepares. {@code -Dtraining.model} is {@code smollm2} by default and may be
 * {@code tiny}; {@code -Dtraining.rounds} is 3 by default.
 */
final class TrainingArea implements Area {
    private static final Path SCRIPT =
            Path.of("examples/benchmarks/src/main/python/train_by_hand.py").toAbsolutePath();
    private static final Path ROWS =
            Path.of("examples/quickstart/src/main/resources/support.csv").toAbsolutePath();
    private static final int MAX_ROWS = 80;
    private static final int EPOCHS = 1;
    private static final int BATCH = 8;
    private static final int RANK = 8;
    private static final double LEARNING_RATE = 1e-3;

    /** Seconds from the call to the first step, and to the saved adapter. */
    private record Took(double start, double whole) {}

    @Override
    public String name() {
        return "training";
    }

    @Override
    public Map<String, Double> ratios() throws IOException, InterruptedException {
        Path prepared = prepared();
        Path model = prepared.resolve("models").resolve(given("training.model").orElse("smollm2"));
        int rounds = given("training.rounds").map(Integer::parseInt).orElse(3);
        Took[] ours = new Took[rounds];
        Took[] byHand = new Took[rounds];
        List<Example> rows = rows();
        for (int round = 0; round < rounds; round++) {
            Path folder = Files.createTempDirectory("training-bench");
            try {
                ours[round] = ours(prepared, model, rows, folder);
                byHand[round] = byHand(prepared, model, rows, folder);
            } finally {
                Folders.delete(folder);
            }
            System.err.printf("round %d: ours %s, by hand %s%n", round + 1, ours[round], byHand[round]);
        }
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("training.over_by_hand", median(ours, true) / median(byHand, true));
        ratios.put("training.seconds", median(ours, true));
        ratios.put("training.seconds_to_first_step", median(ours, false));
        ratios.put("training.seconds_to_first_step_by_hand", median(byHand, false));
        return ratios;
    }

    private static double median(Took[] rounds, boolean whole) {
        return MedianRatio.median(Arrays.stream(rounds)
                .mapToDouble(each -> whole ? each.whole() : each.start())
                .toArray());
    }

    private static Optional<String> given(String property) {
        return Optional.ofNullable(System.getProperty(property)).filter(text -> !text.isBlank());
    }

    private static Path prepared() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElse(System.getProperty("user.home") + "/.cache");
        Path prepared = Path.of(cache, "fine-tuning-open-weights");
        if (!Files.exists(prepared.resolve("done"))) {
            throw new IllegalStateException(
                    "run .ci/open-weights/run once; it makes the Python environment in " + prepared);
        }
        return prepared;
    }

    private static List<Example> rows() {
        ColumnMapping columns =
                ColumnMapping.user("question").assistant("answer").category("category");
        return Dataset.builder("support").addCsv(ROWS, columns).build().examples().stream()
                .limit(MAX_ROWS)
                .toList();
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static Took ours(Path prepared, Path model, List<Example> rows, Path folder) {
        Instant begun = Instant.now();
        LoraSettings settings =
                LoraSettings.builder().rank(RANK).learningRate(LEARNING_RATE).build();
        try (OpenWeightsPipeline pipeline = OpenWeightsPipeline.builder(folder.resolve("ours"))
                        .environment(PythonEnvironment.at(prepared.resolve("python/bin/python")))
                        .device("cpu")
                        .threads(threads())
                        .baseModel("base", model)
                        .build();
                JobWaiter waiter = JobWaiter.builder()
                        .pace(PollPace.every(Duration.ofMillis(200)))
                        .build()) {
            TrainingRequest request = TrainingRequest.builder("base", pipeline.upload(TrainingData.of("rows", rows)))
                    .hyperparameters(
                            settings.hyperparameters().withEpochs(EPOCHS).withBatchSize(BATCH))
                    .seed(15)
                    .build();
            TrainingJob job =
                    waiter.await(pipeline, pipeline.start(request).id()).job();
            Instant ended = Instant.now();
            Instant first = pipeline.events(job.id()).stream()
                    .filter(event -> event.type().equals("plan"))
                    .map(TrainingEvent::createdAt)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no step was taken: " + job));
            if (job.model().isEmpty()) {
                throw new IllegalStateException("it failed: " + job);
            }
            return new Took(seconds(begun, first), seconds(begun, ended));
        }
    }

    private static Took byHand(Path prepared, Path model, List<Example> rows, Path folder)
            throws IOException, InterruptedException {
        Instant begun = Instant.now();
        TargetBundle bundle =
                TargetBundle.write(Target.TRL, Files.createDirectory(folder.resolve("trl")), "rows", rows);
        List<String> command = List.of(
                prepared.resolve("python/bin/python").toString(),
                SCRIPT.toString(),
                model.toString(),
                bundle.data().toString(),
                folder.resolve("by-hand").toString(),
                String.valueOf(EPOCHS),
                String.valueOf(BATCH),
                String.valueOf(RANK),
                String.valueOf(LEARNING_RATE),
                String.valueOf(threads()));
        double first = Programs.lines(command, folder).stream()
                .filter(line -> line.startsWith("began="))
                .mapToDouble(line -> Double.parseDouble(line.substring("began=".length())))
                .findFirst()
                .orElseThrow(() -> new IOException("the script did not say when its first step began"));
        return new Took(first - begun.toEpochMilli() / 1e3, seconds(begun, Instant.now()));
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1e3;
    }
}
