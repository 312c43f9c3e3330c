package dev.finetuning.routing;

import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.Alias;
import dev.finetuning.registry.By;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.ModelVersion;
import dev.finetuning.registry.RegistryConflictException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the versions that an alias points to and takes the alias back from one that turns unhealthy.
 * It listens to a router; scores come in as feedback. A version is judged by what it did since it was
 * first seen here, so each starts with a clean sheet. Thread-safe.
 *
 * <p>What the asker did wrong (a rejected question, a bad key) is nobody's failure; a model that is gone
 * is.
 */
public final class HealthWatch implements RouteListener {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final double P95 = 0.95;

    private final ModelRegistry registry;
    private final Alias alias;
    private final HealthLimits limits;
    private final Map<String, Sheet> sheets = new ConcurrentHashMap<>();

    private HealthWatch(ModelRegistry registry, Alias alias, HealthLimits limits) {
        this.registry = registry;
        this.alias = alias;
        this.limits = limits;
    }

    /** A watch over an alias of all models, which rolls back on its own. Add it to a router to begin. */
    public static HealthWatch rollingBack(ModelRegistry registry, Alias alias, HealthLimits limits) {
        return new HealthWatch(registry, alias, limits);
    }

    @Override
    public void onCall(RoutedCall call) {
        if (!call.alias().equals(alias) || call.shadow() || !counts(call.failure())) {
            return;
        }
        Sheet sheet = sheet(call.version());
        sheet.call(call);
        judge(call.version(), sheet);
    }

    /** Takes a score, on the scale of {@link HealthLimits#score}, that an answer of a version got. */
    public void feedback(ModelVersion version, double score) {
        Sheet sheet = sheet(version);
        sheet.score(score);
        judge(version, sheet);
    }

    private static boolean counts(Optional<ProviderException> failure) {
        return failure.map(e -> e instanceof NotFoundException
                        || !(e instanceof RequestRejectedException || e instanceof CredentialsException))
                .orElse(true);
    }

    private Sheet sheet(ModelVersion version) {
        return sheets.computeIfAbsent(version.id(), id -> new Sheet(limits));
    }

    private void judge(ModelVersion version, Sheet sheet) {
        sheet.complaint().ifPresent(complaint -> {
            sheets.remove(version.id(), sheet);
            rollBack(version, complaint);
        });
    }

    private void rollBack(ModelVersion version, String complaint) {
        try {
            registry.rollbackFrom(version, alias, By.of("health watch", complaint))
                    .ifPresent(back ->
                            LOG.warn("Took {} back from {} to {}: {}", alias, version.id(), back.id(), complaint));
        } catch (RegistryConflictException nothingToReturnTo) {
            LOG.error("{} is unhealthy and nothing can take its place: {}", version.id(), complaint);
        }
    }

    /** What a version did lately. */
    private static final class Sheet {
        private final HealthLimits limits;
        private final Window errors;
        private final Window latencies;
        private final Window scores;

        Sheet(HealthLimits limits) {
            this.limits = limits;
            errors = new Window(limits.window());
            latencies = new Window(limits.window());
            scores = new Window(limits.window());
        }

        synchronized void call(RoutedCall call) {
            errors.add(call.failure().isPresent() ? 1 : 0);
            call.reply()
                    .ifPresent(reply -> latencies.add((double) reply.latency().toNanos()));
        }

        synchronized void score(double score) {
            scores.add(score);
        }

        /** What is wrong, if anything is. */
        synchronized Optional<String> complaint() {
            if (errors.count() >= limits.minimum() && errors.mean() > limits.errorRate()) {
                return Optional.of("error rate " + errors.mean() + " over " + limits.errorRate() + " in the last "
                        + errors.count() + " calls");
            }
            Duration slowest = limits.latencyP95();
            if (slowest != null
                    && latencies.count() >= limits.minimum()
                    && latencies.percentile(P95) > (double) slowest.toNanos()) {
                return Optional.of("p95 latency " + Duration.ofNanos((long) latencies.percentile(P95)) + " over "
                        + slowest + " in the last " + latencies.count() + " answers");
            }
            Double score = limits.score();
            if (score != null && scores.count() >= limits.minimum() && scores.mean() < score) {
                return Optional.of("mean score " + scores.mean() + " under " + score + " in the last " + scores.count()
                        + " scores");
            }
            return Optional.empty();
        }
    }
}
