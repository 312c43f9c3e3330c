package dev.finetuning.spring;

import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunStage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;

/**
 * Advances all unfinished runs in the background, from the application's start to its shutdown. The
 * application's scheduler, if it has one, says when; the steps, which may take long, have a thread of their
 * own. Any number of instances may do this at once: the lease of a run keeps each run with one of them.
 */
public final class RunAdvancer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunAdvancer.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private final FineTuningRuns runs;
    private final FineTuningProperties.Runs settings;
    private final Optional<TaskScheduler> scheduler;
    private final AtomicBoolean busy = new AtomicBoolean();
    private @Nullable ScheduledExecutorService worker;
    private @Nullable Future<?> ticks;

    /** Advances runs once started, by a timer of its own. */
    public RunAdvancer(FineTuningRuns runs, FineTuningProperties.Runs settings) {
        this(runs, settings, Optional.empty());
    }

    /** Advances runs once started, when a scheduler says so. */
    public RunAdvancer(FineTuningRuns runs, FineTuningProperties.Runs settings, TaskScheduler scheduler) {
        this(runs, settings, Optional.of(scheduler));
    }

    private RunAdvancer(FineTuningRuns runs, FineTuningProperties.Runs settings, Optional<TaskScheduler> scheduler) {
        this.runs = runs;
        this.settings = settings;
        this.scheduler = scheduler;
    }

    @Override
    public synchronized void start() {
        if (worker != null) {
            return;
        }
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "fine-tuning-runs");
            made.setDaemon(true);
            return made;
        });
        worker = thread;
        ticks = scheduler
                .<Future<?>>map(timer -> timer.scheduleWithFixedDelay(() -> hand(thread), settings.interval()))
                .orElseGet(() -> thread.scheduleWithFixedDelay(
                        () -> advance(thread), 0, settings.interval().toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Never two at once, and never a queue of them. */
    private void hand(ScheduledExecutorService thread) {
        if (busy.compareAndSet(false, true)) {
            thread.execute(() -> {
                try {
                    advance(thread);
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    /** Goes on for as long as a run gets further; what waits for a provider waits for the next time. */
    private void advance(ScheduledExecutorService thread) {
        try {
            Map<String, RunStage> before = new HashMap<>();
            boolean further = true;
            while (further && !thread.isShutdown()) {
                further = false;
                for (FineTuningRuns.Advance each : runs.advanceAll()) {
                    each.failure().ifPresent(failure -> failed(each.runId(), failure));
                    RunStage stage = each.run().map(FineTuningRun::stage).orElse(null);
                    if (stage != null && before.put(each.runId(), stage) != stage && stage != RunStage.DONE) {
                        further = true;
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("The unfinished runs could not be read; trying again in {}", settings.interval(), e);
        }
    }

    private static void failed(String runId, Throwable failure) {
        LOG.warn("Run {} could not be advanced", runId, failure);
        if (failure instanceof Error error) {
            throw error;
        }
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService thread = worker;
        if (thread == null) {
            return;
        }
        if (ticks != null) {
            ticks.cancel(false);
        }
        worker = null;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(settings.shutdownWait().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("A step of a run is interrupted; the run continues when an instance runs again");
                thread.shutdownNow();
                if (!thread.awaitTermination(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("A step of a run does not end; its lease passes on in {}", settings.lease());
                }
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return worker != null;
    }
}
