package dev.finetuning.routing;

import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryConflictException;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the versions that an alias points to and takes the alias from one that turns unhealthy. It
 * listens to a router; scores come in as feedback. A version is judged by what it did since the alias came
 * to it, so each starts with a clean sheet. Thread-safe.
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
    private final Remedy remedy;
    private final Map<String, Sheet> sheets = new ConcurrentHashMap<>();

    /** Takes an alias from an unhealthy version; says what became of it, or nothing if it was elsewhere already. */
    @FunctionalInterface
    private interface Remedy {
        Optional<String> take(ModelVersion version, Author by);
    }

    private HealthWatch(ModelRegistry registry, Alias alias, HealthLimits limits, Remedy remedy) {
        this.registry = registry;
        this.alias = alias;
        this.limits = limits;
        this.remedy = remedy;
    }

    /**
     * A watch over an alias of all models that returns it to the version before. Add it to a router to
     * begin.
     */
    public static HealthWatch rollingBack(ModelRegistry registry, Alias alias, HealthLimits limits) {
        return new HealthWatch(
                registry,
                alias,
                limits,
                (version, by) -> registry.rollbackFrom(version, alias, by).map(back -> "back to " + back.id()));
    }

    /**
     * A watch over the alias of a canary that takes it away, so that its share of the questions goes to the
     * main alias again. Add it to a router to begin.
     */
    public static HealthWatch withdrawing(ModelRegistry registry, Alias alias, HealthLimits limits) {
        return new HealthWatch(
                registry,
                alias,
                limits,
                (version, by) -> registry.withdraw(version, alias, by) ? Optional.of("away") : Optional.empty());
    }

    @Override
    public void onCall(RoutedCall call) {
        if (call.alias().equals(alias) && !call.shadow() && counts(call.failure())) {
            sheet(call.version()).ifPresent(sheet -> {
                sheet.call(call);
                judge(call.version(), sheet);
            });
        }
    }

    /** Takes a score, on the scale of {@link HealthLimits#score}, that an answer of a version got. */
    public void feedback(ModelVersion version, double score) {
        sheet(version).ifPresent(sheet -> {
            sheet.score(score);
            judge(version, sheet);
        });
    }

    private static boolean counts(Optional<ProviderException> failure) {
        return failure.map(e -> e instanceof NotFoundException
                        || !(e instanceof RequestRejectedException || e instanceof CredentialsException))
                .orElse(true);
    }

    /** The sheet of a version, if the alias points to it: what comes late about another is of no use. */
    private Optional<Sheet> sheet(ModelVersion version) {
        Sheet known = sheets.get(version.name());
        if (known != null && known.versionId.equals(version.id())) {
            return Optional.of(known);
        }
        boolean holds = registry.holder(version.name(), alias)
                .filter(holder -> holder.version().equals(version.version()))
                .isPresent();
        return holds
                ? Optional.of(sheets.compute(
                        version.name(),
                        (name, newest) -> newest != null && newest.versionId.equals(version.id())
                                ? newest
                                : new Sheet(version.id(), limits)))
                : Optional.empty();
    }

    private void judge(ModelVersion version, Sheet sheet) {
        sheet.complaint().ifPresent(complaint -> {
            sheets.remove(version.name(), sheet);
            take(version, complaint);
        });
    }

    private void take(ModelVersion version, String complaint) {
        try {
            remedy.take(version, Author.of("health watch", complaint))
                    .ifPresent(where -> LOG.warn("Took {} from {}, {}: {}", alias, version.id(), where, complaint));
        } catch (RegistryConflictException nothingToReturnTo) {
            LOG.error("{} is unhealthy and nothing can take its place: {}", version.id(), complaint);
        }
    }

    /** What a version did lately. */
    private static final class Sheet {
        private final String versionId;
        private final HealthLimits limits;
        private final Window errors;
        private final Window latencies;
        private final Window scores;

        Sheet(String versionId, HealthLimits limits) {
            this.versionId = versionId;
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
                return Optional.of("error rate " + rounded(errors.mean()) + " over " + limits.errorRate()
                        + " in the last " + errors.count() + " calls");
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
                return Optional.of("mean score " + rounded(scores.mean()) + " under " + score + " in the last "
                        + scores.count() + " scores");
            }
            return Optional.empty();
        }

        private static double rounded(double value) {
            return Math.round(value * 1e4) / 1e4;
        }
    }
}
