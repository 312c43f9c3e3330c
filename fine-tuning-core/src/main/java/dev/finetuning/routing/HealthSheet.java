package dev.finetuning.routing;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.registry.version.Direction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a version did lately. Thread-safe. */
final class HealthSheet {
    private static final double P95 = 0.95;

    private final HealthLimits limits;
    private final int probes;
    private final Window errors;
    private final Window latencies;
    private final Window scores;
    private final Deque<ChatRequest> newest = new ArrayDeque<>();
    private final Deque<ChatRequest> failed = new ArrayDeque<>();
    private final Deque<ChatRequest> slow = new ArrayDeque<>();

    /**
     * What is wrong.
     *
     * @param words the same for people
     * @param questions the newest that went wrong; empty where scores are too low, which asking cannot show
     */
    record Complaint(String words, List<ChatRequest> questions) {}

    HealthSheet(HealthLimits limits, int probes) {
        this.limits = limits;
        this.probes = probes;
        errors = new Window(limits.window());
        latencies = new Window(limits.window());
        scores = new Window(limits.window());
    }

    synchronized void call(RoutedCall call) {
        errors.add(call.failure().isPresent() ? 1 : 0);
        keep(newest, call.request());
        if (call.failure().isPresent()) {
            keep(failed, call.request());
        }
        call.reply().ifPresent(reply -> {
            latencies.add((double) reply.latency().toNanos());
            if (limits.latencyP95()
                    .filter(longest -> reply.latency().compareTo(longest) > 0)
                    .isPresent()) {
                keep(slow, call.request());
            }
        });
    }

    private void keep(Deque<ChatRequest> questions, ChatRequest question) {
        if (questions.size() == probes) {
            questions.removeFirst();
        }
        questions.addLast(question);
    }

    synchronized void score(double score) {
        scores.add(score);
    }

    /** The newest questions. */
    synchronized List<ChatRequest> newest() {
        return List.copyOf(newest);
    }

    /** Whether there were enough calls to judge by. */
    synchronized boolean isEnough() {
        return errors.count() >= limits.minimum();
    }

    /** Whether there were as many calls as are looked at. */
    synchronized boolean isFull() {
        return errors.count() >= limits.window();
    }

    /** What is wrong, if anything is. */
    synchronized Optional<Complaint> complaint() {
        if (errors.count() >= limits.minimum()
                && !Direction.LOWER_IS_BETTER.reaches(errors.mean(), limits.errorRate())) {
            return Optional.of(new Complaint(
                    "error rate " + rounded(errors.mean()) + " over " + limits.errorRate() + " in the last "
                            + errors.count() + " calls",
                    List.copyOf(failed)));
        }
        return slowness().or(this::lowScore);
    }

    private Optional<Complaint> slowness() {
        double p95 = latencies.percentile(P95);
        return limits.latencyP95()
                .filter(longest -> latencies.count() >= limits.minimum() && p95 > (double) longest.toNanos())
                .map(longest -> new Complaint(
                        "p95 latency " + Duration.ofNanos((long) p95) + " over " + longest + " in the last "
                                + latencies.count() + " answers",
                        List.copyOf(slow)));
    }

    private Optional<Complaint> lowScore() {
        boolean low = limits.score().isPresent()
                && scores.count() >= limits.minimum()
                && !Direction.HIGHER_IS_BETTER.reaches(
                        scores.mean(), limits.score().getAsDouble());
        return low
                ? Optional.of(new Complaint(
                        "mean score " + rounded(scores.mean()) + " under "
                                + limits.score().getAsDouble() + " in the last " + scores.count() + " scores",
                        List.of()))
                : Optional.empty();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
