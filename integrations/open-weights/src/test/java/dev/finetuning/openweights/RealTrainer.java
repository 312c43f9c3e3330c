package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** What {@code .ci/open-weights/run} prepared: a Python environment from the shipped requirements, and models. */
final class RealTrainer {
    /** A random Llama of 0.14 million parameters. */
    static final String TINY = "tiny";
    /** SmolLM2-135M-Instruct. */
    static final String SMOLLM2 = "smollm2";

    private static final Path HOME = Path.of(
            Objects.requireNonNull(System.getenv("OPEN_WEIGHTS_TESTS"), "these tests are run by .ci/open-weights/run"));

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private RealTrainer() {}

    static Path python() {
        return HOME.resolve("python/bin/python");
    }

    static Path model(String name) {
        return HOME.resolve("models").resolve(name);
    }

    static OpenWeightsPipelineBuilder in(Path folder) {
        return OpenWeightsPipeline.builder(folder)
                .environment(PythonEnvironment.at(python()))
                .device("cpu")
                .baseModel(TINY, model(TINY))
                .baseModel(SMOLLM2, model(SMOLLM2));
    }

    /** The questions and answers that the quickstart ships, without the few answers that occur once. */
    static List<ChatExample> support() {
        Path csv = Path.of("../../examples/quickstart/src/main/resources/support.csv");
        ColumnMapping columns =
                ColumnMapping.user("question").assistant("answer").category("category");
        List<ChatExample> all = Dataset.builder("support").addCsv(csv, columns).build().examples().stream()
                .map(ChatExample.class::cast)
                .toList();
        Map<String, Long> answers =
                all.stream().collect(Collectors.groupingBy(RealTrainer::answer, Collectors.counting()));
        return all.stream().filter(each -> answers.get(answer(each)) > 1).toList();
    }

    static String answer(ChatExample example) {
        return example.messages().get(example.messages().size() - 1).text();
    }

    static TrainingJob finish(OpenWeightsPipeline pipeline, TrainingJob started) {
        try (JobWaiter waiter =
                JobWaiter.builder().pace(PollPace.every(Duration.ofMillis(50))).build()) {
            TrainingJob job = waiter.await(pipeline, started.id()).job();
            tell(job);
            return job;
        }
    }

    /** Sizes are exact; memory is right within a factor of 1.5. */
    static void requireRight(TrainingEstimate estimate, TrainingJob job) {
        Map<String, Object> took = job.details();
        double memory = ((Number) took.get("peak_memory_bytes")).doubleValue();
        System.out.printf("memory: estimated %.0f MB, took %.0f MB%n", estimate.memoryBytes() / 1e6, memory / 1e6);
        assertThat(((Number) took.get("trainable_parameters")).longValue()).isEqualTo(estimate.trainableParameters());
        assertThat(((Number) took.get("parameters")).longValue())
                .isEqualTo(estimate.parameters() + estimate.trainableParameters());
        assertThat(estimate.memoryBytes() / memory).isBetween(1 / 1.5, 1.5);
    }

    /** Waits for what a busy machine takes minutes for. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waiting").isBefore(deadline);
            Thread.sleep(10);
        }
    }

    /** Prints what a job took, for the log of the build. */
    static void tell(TrainingJob job) {
        Map<String, Object> details = job.details();
        double memory =
                details.get("peak_memory_bytes") instanceof Number bytes ? bytes.doubleValue() / (1 << 20) : Double.NaN;
        System.out.printf(
                "%s %s: %s; imports %s s, training %s s, in all %s s, peak memory %.0f MiB%n",
                job.baseModel(),
                details.get("method"),
                job.status().phase(),
                details.get("import_seconds"),
                details.get("train_seconds"),
                details.get("total_seconds"),
                memory);
    }

    /** The values of a metric, in order. */
    static List<Double> metric(OpenWeightsPipeline pipeline, TrainingJob job, String name) {
        return pipeline.events(job.id()).stream()
                .filter(event -> event.type().equals("metrics"))
                .map(TrainingEvent::metrics)
                .filter(metrics -> metrics.containsKey(name))
                .map(metrics -> metrics.get(name))
                .toList();
    }
}
