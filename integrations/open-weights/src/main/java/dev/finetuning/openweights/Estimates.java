package dev.finetuning.openweights;

import dev.finetuning.openweights.Previews.Count;
import dev.finetuning.openweights.internal.BaseShape;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The formulas of {@link TrainingEstimate}. */
final class Estimates {
    private static final long PROCESS = 600_000_000L;
    private static final long ADAPTER = 16;
    private static final long LOGITS = 24;

    private Estimates() {}

    /**
     * What a job takes.
     *
     * @param count the tokens of the training file
     * @param gpu whether it trains on a GPU
     */
    static TrainingEstimate of(
            TrainingRequest request, BaseShape shape, Count count, boolean gpu, Stream<TrainingJob> jobs) {
        Map<String, Object> settings = WorkerRequests.settings(request);
        LoraSettings lora = LoraSettings.of(request.hyperparameters());
        long adapter = adapter(lora, setting(settings, "lora_target_modules"), shape);
        double epochs = ((Number) setting(settings, "epochs")).doubleValue();
        return new TrainingEstimate(
                shape.parameters(),
                adapter,
                Math.round(count.tokens() * epochs),
                count.longest(),
                memory(shape, adapter, settings, batchTokens(request, settings, count), gpu),
                seconds(request, count.tokens() * epochs, jobs));
    }

    /** A setting of a complete request. */
    private static Object setting(Map<String, Object> settings, String name) {
        return Objects.requireNonNull(settings.get(name));
    }

    private static long adapter(LoraSettings lora, Object modules, BaseShape shape) {
        return shape.linear().stream()
                .filter(matrix -> !(modules instanceof List<?> names) || names.contains(matrix.module()))
                .mapToLong(matrix -> lora.rank() * (matrix.rows() + matrix.columns()))
                .sum();
    }

    /** The tokens of a batch of the longest rows, or of full ones; a pair has two answers, each behind the prompt. */
    private static long batchTokens(TrainingRequest request, Map<String, Object> settings, Count count) {
        if (Boolean.TRUE.equals(settings.get("packing"))) {
            long full = ((Number) setting(settings, "max_length")).longValue();
            return Math.min(count.tokens(), ((Number) setting(settings, "batch_size")).longValue() * full);
        }
        long rows = Math.min(((Number) setting(settings, "batch_size")).longValue(), Math.max(1, count.rows()));
        return rows * count.longest() * (request.method() instanceof TrainingMethod.Preference ? 2 : 1);
    }

    private static long memory(
            BaseShape shape, long adapter, Map<String, Object> settings, long batchTokens, boolean gpu) {
        Object precision = setting(settings, "precision");
        long width = precision.equals("bf16") || (gpu && precision.equals("auto")) ? 2 : 4;
        long layer = (10 * shape.hidden() + 4 * shape.inner()) * width;
        long kept = Boolean.TRUE.equals(settings.get("gradient_checkpointing"))
                ? shape.layers() * shape.hidden() * width + layer
                : shape.layers() * layer;
        return (gpu ? 0 : PROCESS)
                + (gpu ? 1 : 2) * shape.parameters() * width
                + ADAPTER * adapter
                + batchTokens * (kept + LOGITS * shape.vocabulary());
    }

    /** By the pace of the newest job that is like this one. */
    private static OptionalDouble seconds(TrainingRequest request, double tokens, Stream<TrainingJob> jobs) {
        return jobs.filter(job -> job.status().phase() == JobPhase.SUCCEEDED
                        && job.trainedTokens().orElse(0) > 0
                        && job.details().get("train_seconds") instanceof Number
                        && job.baseModel().equals(request.baseModel())
                        && request.method().name().equals(job.provenance().getOrDefault("method", "")))
                .findFirst()
                .map(job -> OptionalDouble.of(
                        tokens * seconds(job) / job.trainedTokens().orElse(1)))
                .orElse(OptionalDouble.empty());
    }

    private static double seconds(TrainingJob job) {
        return job.details().get("train_seconds") instanceof Number number ? number.doubleValue() : 0;
    }
}
