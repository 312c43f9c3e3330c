package dev.finetuning.console.work;

import dev.finetuning.FineTuningException;
import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.journal.JournalException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The preparation of one run, for which somebody may wait a little. */
final class PreparationTask {
    static final String WAITS = "it waits for its turn";

    private static final Logger LOG = LoggerFactory.getLogger(RunOrders.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How often a large dataset is gone through: to split, count, check, store and name it. */
    private static final int PASSES = 5;

    private final OrderedRun run;
    private final WorkProgress preparation;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    /** Whether it is settled that somebody, or nobody, is told of a failure at once. */
    private final AtomicBoolean settled;

    private volatile boolean begun;

    /**
     * A preparation.
     *
     * @param run what is prepared
     * @param examples how many its dataset has
     * @param awaited whether somebody will wait
     */
    PreparationTask(OrderedRun run, int examples, boolean awaited) {
        this.run = run;
        this.preparation = new WorkProgress(examples, PASSES);
        this.settled = new AtomicBoolean(!awaited);
    }

    OrderedRun run() {
        return run;
    }

    WorkProgress preparation() {
        return preparation;
    }

    /** How far it has come. */
    String progress() {
        return begun ? preparation.progress() : WAITS;
    }

    /**
     * Prepares, and notes why that was in vain. Where the journal or this process ends, nothing is noted, and it is
     * tried again.
     *
     * @param work prepares
     * @param failed notes a failure that nobody was told of
     * @param refused notes one that somebody is told of at once
     */
    void carryOut(Runnable work, Consumer<String> failed, Runnable refused) {
        begun = true;
        try {
            work.run();
            done.complete(true);
        } catch (CancellationException | JournalException e) {
            done.completeExceptionally(e);
            throw e;
        } catch (RuntimeException | Error e) {
            if (settled.compareAndSet(false, true)) {
                refused.run();
            } else {
                failed.accept(why(e));
            }
            done.completeExceptionally(e);
        }
    }

    private String why(Throwable failure) {
        if (failure instanceof FineTuningException known) {
            return known.getMessage() + " Nothing was sent to the provider.";
        }
        LOG.warn("run {} cannot be prepared", run.id(), failure);
        return "This is a fault of the console; its log says more. Nothing was sent to the provider.";
    }

    /**
     * Waits a little.
     *
     * @throws RuntimeException why it failed, if it did meanwhile
     */
    void await() {
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (!settled.compareAndSet(false, true)) {
                await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("the run cannot be prepared", e.getCause());
        }
    }
}
