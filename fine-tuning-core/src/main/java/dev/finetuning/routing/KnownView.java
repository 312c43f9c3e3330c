package dev.finetuning.routing;

import dev.finetuning.FineTuningException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry as it is known: as fresh as asked for, and as it was last seen while it cannot be read. Thread-safe. */
final class KnownView {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRouter.class);

    private final ModelRegistry registry;
    private final Duration staleness;
    private final Executor refresher;
    private final InstantSource clock;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile @Nullable Seen seen;

    /** A view, and when it was looked at. */
    private record Seen(RegistryView view, Instant at) {}

    KnownView(ModelRegistry registry, Duration staleness, Executor refresher, InstantSource clock) {
        this.registry = registry;
        this.staleness = staleness;
        this.refresher = refresher;
        this.clock = clock;
    }

    RegistryView view() {
        Seen known = seen;
        if (known == null || staleness.isZero()) {
            return look(known);
        }
        Duration age = Duration.between(known.at(), clock.instant());
        if (age.compareTo(staleness) > 0 && !away.get()) {
            return look(known);
        }
        if (age.compareTo(staleness.dividedBy(2)) > 0) {
            refresh(known);
        }
        return known.view();
    }

    /** Asks the registry; where it cannot be read, what is known stands. */
    private RegistryView look(@Nullable Seen known) {
        try {
            RegistryView view = registry.view();
            seen = new Seen(view, clock.instant());
            if (away.compareAndSet(true, false)) {
                LOG.info("The registry can be read again");
            }
            return view;
        } catch (FineTuningException e) {
            if (known == null) {
                throw e;
            }
            if (away.compareAndSet(false, true)) {
                LOG.warn("The registry cannot be read; the versions known at {} continue to answer", known.at(), e);
            }
            return known.view();
        }
    }

    private void refresh(Seen known) {
        if (!refreshing.compareAndSet(false, true)) {
            return;
        }
        try {
            refresher.execute(() -> {
                try {
                    look(known);
                } finally {
                    refreshing.set(false);
                }
            });
        } catch (RejectedExecutionException busy) {
            refreshing.set(false);
        }
    }
}
