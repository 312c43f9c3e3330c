package dev.finetuning.routing;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry as it is known: as fresh as asked for, and as it was last seen while it cannot be read. Thread-safe. */
final class KnownView {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRouter.class);

    /** How long a question waits for the registry when something is known already. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ModelRegistry registry;
    private final Duration staleness;
    private final InstantSource clock;
    private final RegistryLooks looks;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile @Nullable Seen seen;
    private volatile @Nullable RuntimeException failure;
    private volatile Instant tried = Instant.EPOCH;

    /** A view, and when the look at it began. */
    private record Seen(RegistryView view, Instant at) {}

    KnownView(ModelRegistry registry, Duration staleness, Executor refresher, InstantSource clock) {
        this.registry = registry;
        this.staleness = staleness;
        this.clock = clock;
        looks = new RegistryLooks(this::look, refresher);
    }

    /**
     * What is known.
     *
     * @throws RuntimeException what the registry throws, if nothing was ever known
     */
    RegistryView view() {
        Seen known = seen;
        if (known == null) {
            return first();
        }
        return staleness.isZero() ? latest(known) : recent(known);
    }

    private RegistryView first() {
        boolean interrupted = !isOver(looks.fresh(), Duration.ofNanos(Long.MAX_VALUE));
        Seen known = seen;
        if (known != null) {
            return known.view();
        }
        RuntimeException why = failure;
        throw why == null || interrupted
                ? new IllegalStateException("interrupted while the registry is read for the first time")
                : why;
    }

    /** As of now, unless the registry cannot be read. */
    private RegistryView latest(Seen known) {
        if (!away.get() || !looks.isRunning()) {
            await(looks.fresh(), known);
        }
        return newest(known);
    }

    /** As it was within the staleness, unless the registry cannot be read. */
    private RegistryView recent(Seen known) {
        Instant now = clock.instant();
        Duration half = staleness.dividedBy(2);
        if (Duration.between(known.at(), now).compareTo(half) <= 0) {
            return known.view();
        }
        boolean due = !tried.plus(half).isAfter(now);
        boolean tooOld = Duration.between(known.at(), now).compareTo(staleness) > 0;
        if (tooOld && (due || !away.get())) {
            await(looks.current(), known);
            return newest(known);
        }
        if (due) {
            CompletableFuture<Void> unused = looks.current();
        }
        return known.view();
    }

    private RegistryView newest(Seen known) {
        Seen now = seen;
        return now == null ? known.view() : now.view();
    }

    private void await(CompletableFuture<Void> look, Seen known) {
        if (!isOver(look, PATIENCE) && !Thread.currentThread().isInterrupted() && away.compareAndSet(false, true)) {
            LOG.warn(
                    "The registry does not answer within {}; the versions known at {} continue to answer",
                    PATIENCE,
                    known.at());
        }
    }

    /** Waits for a look; false if the patience or an interrupt ended it. */
    private static boolean isOver(CompletableFuture<Void> look, Duration patience) {
        try {
            look.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Reads the registry; where it cannot be read, what is known stands. */
    private void look() {
        Instant now = clock.instant();
        tried = now;
        try {
            seen = new Seen(registry.view(), now);
            if (away.compareAndSet(true, false)) {
                LOG.info("The registry can be read again");
            }
        } catch (RuntimeException e) {
            failed(e);
        } catch (Error e) {
            failed(new IllegalStateException("reading the registry failed", e));
        }
    }

    private void failed(RuntimeException why) {
        failure = why;
        Seen known = seen;
        if (known != null && away.compareAndSet(false, true)) {
            LOG.warn("The registry cannot be read; the versions known at {} continue to answer", known.at(), why);
        }
    }
}
