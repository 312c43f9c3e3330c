package dev.finetuning.console.work;

import dev.finetuning.console.lane.Waiting;
import dev.finetuning.console.lane.WorkLane;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Steps of things that move, one after another on a thread of their own. Whoever moves them waits a little for each; one
 * that takes minutes goes on while everything else moves. Used by one thread at a time.
 */
final class PatientSteps implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ExecutorService lane;
    private final Map<String, Future<Boolean>> steps = new ConcurrentHashMap<>();

    /**
     * Steps.
     *
     * @param name of their thread
     */
    PatientSteps(String name) {
        lane = WorkLane.of(name);
    }

    /**
     * Takes a step of something, unless one is under way.
     *
     * @param step says whether that goes on
     * @return what it said; true if it is under way
     */
    boolean take(String name, Callable<Boolean> step) {
        boolean free = steps.values().stream().allMatch(Future::isDone);
        Future<Boolean> taken = steps.computeIfAbsent(name, key -> lane.submit(step));
        try {
            Optional<Boolean> open = Waiting.within(taken, free ? PATIENCE : Duration.ZERO);
            open.ifPresent(over -> steps.remove(name));
            return open.orElse(true);
        } catch (ExecutionException e) {
            steps.remove(name);
            throw new IllegalStateException(name + " cannot be moved", e.getCause());
        }
    }

    @Override
    public void close() {
        lane.shutdownNow();
    }
}
