package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.PollPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** What tests do with a pipeline again and again. */
final class Exercise {
    static final int ROWS = 24;
    private static final Pattern PID = Pattern.compile("\"type\": \"hello\", \"pid\": ([0-9]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static String undisturbed = "";

    private Exercise() {}

    static TrainingRequest.Builder request(OpenWeightsPipeline pipeline) {
        return request(pipeline, LoraSettings.builder().checkpointSteps(2).build());
    }

    /** Twelve steps. */
    static TrainingRequest.Builder request(OpenWeightsPipeline pipeline, LoraSettings settings) {
        String file = pipeline.upload(TrainingData.of("exercise", FakeTrainer.examples(ROWS)))
                .id();
        Hyperparameters hyperparameters =
                settings.hyperparameters().withEpochs(2).withBatchSize(4);
        return TrainingRequest.builder(FakeTrainer.BASE, file).hyperparameters(hyperparameters);
    }

    static TrainingJob finish(OpenWeightsPipeline pipeline, String jobId) {
        try (JobWaiter waiter = JobWaiter.builder().pace(PollPace.IN_PROCESS).build()) {
            return waiter.await(pipeline, jobId).job();
        }
    }

    static String adapter(OpenWeightsPipeline pipeline, TrainingJob job) throws IOException {
        Path folder = pipeline.adapterFolder(job.model().orElseThrow());
        return Files.readString(folder.resolve("adapter_model.safetensors"));
    }

    /** The adapter of the same request when nothing goes wrong. */
    static synchronized String undisturbed(Path folder) throws IOException {
        if (!undisturbed.isEmpty()) {
            return undisturbed;
        }
        try (OpenWeightsPipeline pipeline =
                FakeTrainer.in(folder.resolve("undisturbed")).builder().build()) {
            TrainingJob job =
                    finish(pipeline, pipeline.start(request(pipeline).build()).id());
            undisturbed = adapter(pipeline, job);
            return undisturbed;
        }
    }

    /** The process numbers of the job's workers so far. */
    static List<Long> workers(FakeTrainer trainer, String jobId) throws IOException {
        return workers(trainer.root(), jobId);
    }

    static List<Long> workers(Path root, String jobId) throws IOException {
        Path events = root.resolve("jobs").resolve(jobId).resolve("events.jsonl");
        return PID.matcher(Files.readString(events))
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
    }

    /** Waits for the last worker's process: it writes into its folder until it goes, what Python compiles for one. */
    static void awaitNoWorkers() throws InterruptedException {
        await(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waiting").isBefore(deadline);
            Thread.sleep(10);
        }
    }

    /** Starts a class with a main method in a JVM of its own, on a pipeline's folder. */
    static Process otherJvm(Class<?> main, Path place) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        place.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
