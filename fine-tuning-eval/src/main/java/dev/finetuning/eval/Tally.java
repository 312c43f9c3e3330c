package dev.finetuning.eval;

import dev.finetuning.Progress;
import dev.finetuning.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How far an evaluation has come, what its score is so far, and whether it has to stop. Thread-safe. */
final class Tally {
    private final String modelId;
    private final String metric;
    private final int questions;
    private final double errorLimit;
    private final @Nullable ProgressListener listener;
    private final InstantSource time;
    private final Instant start;
    private final Map<CaseError.Kind, Long> errors = new EnumMap<>(CaseError.Kind.class);
    private String firstError = "";
    private long done;
    private long scored;
    private double sum;
    private @Nullable Throwable failure;
    private volatile boolean stopped;

    Tally(String modelId, int questions, Evaluator.Builder settings) {
        this.modelId = modelId;
        this.metric = settings.scorers.get(0).name();
        this.questions = questions;
        this.errorLimit = settings.errorLimit;
        this.listener = settings.progress;
        this.time = settings.time;
        this.start = time.instant();
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        stopped = true;
    }

    synchronized void throwFailure() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    synchronized void add(CaseResult result) {
        done++;
        CaseError error = result.error();
        if (error != null) {
            addError(error);
        }
        OptionalDouble value = result.score(metric).map(score -> score.value()).orElse(OptionalDouble.empty());
        if (value.isPresent()) {
            scored++;
            sum += value.getAsDouble();
        }
        if (listener != null) {
            Duration elapsed = Duration.between(start, time.instant());
            listener.onProgress(new Progress(activity(), "answers", done, OptionalLong.of(questions), elapsed));
        }
    }

    private void addError(CaseError error) {
        errors.merge(error.kind(), 1L, Long::sum);
        if (firstError.isEmpty()) {
            firstError = error.message();
        }
        long all = errors.values().stream().mapToLong(Long::longValue).sum();
        if (all > errorLimit * questions) {
            fail(new EvaluationFailedException(modelId, errors, questions, firstError));
        }
    }

    private String activity() {
        long failed = errors.values().stream().mapToLong(Long::longValue).sum();
        String score = scored == 0 ? "" : ", " + metric + " " + thousandths(sum / scored) + " so far";
        return "evaluating " + modelId + score + (failed == 0 ? "" : ", " + failed + " errors");
    }

    // said after every answer, where a formatter would cost more than the rest of the bookkeeping
    private static String thousandths(double score) {
        long thousandths = Math.round(score * 1_000);
        return thousandths / 1_000 + "."
                + String.valueOf(1_000 + thousandths % 1_000).substring(1);
    }
}
