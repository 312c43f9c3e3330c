package dev.finetuning.console.shelf;

import dev.finetuning.FineTuningException;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.Waiting;
import dev.finetuning.console.lane.WorkProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A remedy that is tried on a revision or applied to it, which says how far it has come. Thread-safe. */
final class RemedyTask<T> extends CompletableFuture<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RemedyTask.class);

    private final RemedyChoice choice;
    private final DatasetRevision revision;
    private final WorkProgress progress;
    private volatile boolean begun;

    RemedyTask(RemedyChoice choice, DatasetRevision revision) {
        this.choice = choice;
        this.revision = revision;
        this.progress = new WorkProgress(revision.contents().examples(), 1);
    }

    interface Work<T> {
        T run(WorkProgress progress) throws IOException;
    }

    void run(Work<T> work) {
        begun = true;
        try {
            complete(work.run(progress));
        } catch (CancellationException e) {
            completeExceptionally(RefusedException.of(
                    RefusedException.Kind.CONFLICT, "cancelled", "Somebody has cancelled it. Nothing was changed."));
        } catch (IOException e) {
            LOG.warn("{} cannot be used on {}", choice.id(), revision.file(), e);
            completeExceptionally(new UncheckedIOException("cannot use the remedy", e));
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    /** Has it stop at the next example. */
    void end() {
        progress.end();
    }

    boolean isOf(RemedyChoice other, DatasetRevision of) {
        return choice == other && revision.number() == of.number();
    }

    RemedyChoice choice() {
        return choice;
    }

    int percent() {
        return progress.percent();
    }

    String progress() {
        return begun ? progress.progress() : "it waits for its turn";
    }

    /**
     * What came of it, if it is over within a while.
     *
     * @throws RuntimeException why it failed
     */
    Optional<T> within(Duration wait) {
        try {
            return Waiting.within(this, wait);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FineTuningException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("the remedy cannot be used", e.getCause());
        }
    }

    /** Why it failed, for people; empty if it did not, or not yet. */
    Optional<String> failure() {
        if (!isCompletedExceptionally()) {
            return Optional.empty();
        }
        try {
            within(Duration.ZERO);
            return Optional.empty();
        } catch (FineTuningException e) {
            return Optional.of(e.getMessage());
        } catch (IllegalStateException e) {
            return Optional.of("This is a fault of the console; its log says more. Nothing was changed.");
        }
    }
}
