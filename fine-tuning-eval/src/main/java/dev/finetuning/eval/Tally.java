package dev.finetuning.eval;

import dev.finetuning.Progress;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.eval.scorer.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How far an evaluation has come, what its score is so far, and whether it has to stop. Thread-safe. */
final class Tally {
    private final String modelId;
    private final List<String> metrics;
    private final int questions;
    private final EvaluatorSettings settings;
    private final Instant start;
    private final Map<FailureKind, Long> errors = new EnumMap<>(FailureKind.class);
    private final Map<String, Long> absent = new LinkedHashMap<>();
    private final Map<String, String> firstAbsence = new LinkedHashMap<>();
    private String firstError = "";
    private long done;
    private long scored;
    private double sum;
    private @Nullable Throwable failure;
    private volatile boolean stopped;

    Tally(String modelId, int questions, EvaluatorSettings settings) {
        this.modelId = modelId;
        this.metrics = settings.metrics();
        this.questions = questions;
        this.settings = settings;
        this.start = settings.asking().clock().instant();
    }

    boolean stopped() {
        return stopped;
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
        result.error().ifPresent(this::addError);
        metrics.forEach(metric -> result.score(metric).ifPresent(score -> add(metric, score)));
        settings.heartbeat().run();
        tell();
    }

    private void addError(CaseError error) {
        errors.merge(error.kind(), 1L, Long::sum);
        if (firstError.isEmpty()) {
            firstError = error.message();
        }
        long all = errors.values().stream().mapToLong(Long::longValue).sum();
        if (all > settings.errorLimit() * questions) {
            fail(EvaluationFailedException.ofErrors(modelId, errors, questions, firstError));
        }
    }

    private void add(String metric, Score score) {
        boolean main = metric.equals(metrics.get(0));
        if (main && score.value().isPresent()) {
            scored++;
            sum += score.value().getAsDouble();
        }
        if (score.isAbsent() && (main || score.absence().orElseThrow().isFailure())) {
            absent.merge(metric, 1L, Long::sum);
            firstAbsence.putIfAbsent(metric, score.reason());
            requireFew(metric);
        }
    }

    // judges that are out of order must not be asked about every other answer as well
    private void requireFew(String metric) {
        long missing = absent.getOrDefault(metric, 0L);
        if (missing > settings.absentLimit() * questions) {
            fail(EvaluationFailedException.ofAbsentScores(
                    modelId, metric, missing, questions, firstAbsence.getOrDefault(metric, "")));
        }
    }

    private void tell() {
        Duration elapsed = Duration.between(start, settings.asking().clock().instant());
        settings.progress().onProgress(new Progress(activity(), "answers", done, OptionalLong.of(questions), elapsed));
    }

    private String activity() {
        String metric = metrics.get(0);
        long failed = errors.values().stream().mapToLong(Long::longValue).sum();
        long missing = absent.getOrDefault(metric, 0L);
        return "evaluating " + modelId
                + (scored == 0 ? "" : ", " + metric + " " + thousandths(sum / scored) + " so far")
                + (failed == 0 ? "" : ", " + failed + " errors")
                + (missing == 0 ? "" : ", " + missing + " not scored");
    }

    // said after every answer, where a formatter would cost more than the rest of the bookkeeping
    private static String thousandths(double score) {
        long thousandths = Math.round(score * 1_000);
        return thousandths / 1_000 + "."
                + String.valueOf(1_000 + thousandths % 1_000).substring(1);
    }
}
