package dev.finetuning.routing;

import dev.finetuning.registry.version.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a watch knows of one model: the sheet of the version that the alias points to, and its own last rollback.
 * Thread-safe.
 */
final class WatchedModel {
    private @Nullable ModelVersion current;
    private @Nullable HealthSheet sheet;
    private @Nullable Rollback rollback;
    private final Set<String> returned = new HashSet<>();
    private final Duration comeBackAfter;
    private boolean deciding;
    private boolean proven;

    WatchedModel(Duration comeBackAfter) {
        this.comeBackAfter = comeBackAfter;
    }

    /** A version that lost the alias, the one it went to, and when coming back was tried last. */
    private record Rollback(ModelVersion from, ModelVersion to, boolean mayReturn, Instant tried) {}

    synchronized boolean begin() {
        boolean begins = !deciding;
        deciding = true;
        return begins;
    }

    synchronized void end() {
        deciding = false;
    }

    synchronized Optional<HealthSheet> sheet(ModelVersion version) {
        return current != null && current.id().equals(version.id()) ? Optional.ofNullable(sheet) : Optional.empty();
    }

    synchronized HealthSheet open(ModelVersion version, HealthSheet clean) {
        HealthSheet known = sheet(version).orElse(clean);
        if (rollback != null && !rollback.to().id().equals(version.id())) {
            // the alias has been moved since
            rollback = null;
        }
        current = version;
        sheet = known;
        return known;
    }

    /** Starts counting again. */
    synchronized void cleanSheet() {
        sheet = null;
    }

    /** Whether the watch has not just moved the alias to this version itself. */
    synchronized boolean mayBlame(ModelVersion version) {
        return rollback == null || proven || !rollback.to().id().equals(version.id());
    }

    synchronized void rolledBack(ModelVersion from, ModelVersion to, boolean mayReturn, Instant at) {
        rollback = new Rollback(from, to, mayReturn && !returned.contains(from.id()), at);
        proven = false;
        sheet = null;
    }

    synchronized void tried(Instant at) {
        if (rollback != null) {
            rollback = new Rollback(rollback.from(), rollback.to(), rollback.mayReturn(), at);
        }
    }

    synchronized void returned(ModelVersion version) {
        returned.add(version.id());
        rollback = null;
        sheet = null;
    }

    /** The version that may get the alias back from the one it went to, which is healthy. */
    synchronized Optional<ModelVersion> mayReturn(ModelVersion champion, HealthSheet healthy, Instant now) {
        Rollback known = rollback;
        if (known == null || !known.to().id().equals(champion.id())) {
            return Optional.empty();
        }
        // after a full window without complaint it is watched like any other
        proven |= healthy.isFull();
        boolean due = known.mayReturn()
                && healthy.isEnough()
                && !known.tried().plus(comeBackAfter).isAfter(now);
        return due ? Optional.of(known.from()) : Optional.empty();
    }
}
