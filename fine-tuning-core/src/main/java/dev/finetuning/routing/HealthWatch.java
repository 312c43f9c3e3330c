package dev.finetuning.routing;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.internal.content.OneLine;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryException;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the versions that an alias points to, and takes the alias away from a version that becomes
 * unhealthy through its own fault. Add it to a router as a listener; pass scores to {@link #feedback}.
 * Thread-safe.
 *
 * <p>A version is judged by its calls since it got the alias. Before a version is blamed for errors or
 * latency, both it and its predecessor are asked the failed questions again. The alias moves back only if
 * the predecessor answers most of those that the version does not, so an outage of the provider, which
 * affects both, moves nothing. After a rollback, the watch does not move the alias further back while the
 * predecessor is unhealthy too. When the version answers again, it gets the alias back, once.
 *
 * <p>Errors of the caller (a rejected question, a bad key) do not count as failures; a model that no longer
 * exists does.
 */
public final class HealthWatch implements RouteListener {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final String WATCH = "health watch";

    private final ModelRegistry registry;
    private final Alias alias;
    private final HealthLimits limits;
    private final ChatModels models;
    private final @Nullable Alias main;
    private final int probes;
    private final Executor executor;
    private final Duration comeBackAfter;
    private final InstantSource clock;
    private final Map<String, WatchedModel> watched = new ConcurrentHashMap<>();

    private HealthWatch(Builder builder, @Nullable Alias main) {
        registry = builder.registry;
        alias = builder.alias;
        limits = builder.limits;
        models = builder.models;
        this.main = main;
        probes = builder.probes;
        executor = builder.executor;
        comeBackAfter = builder.comeBackAfter;
        clock = builder.clock;
    }

    /**
     * Starts a watch over an alias, for all models.
     *
     * @param models opens a version's chat model, for the questions that decide which version is to blame
     */
    public static Builder builder(ModelRegistry registry, Alias alias, HealthLimits limits, ChatModels models) {
        return new Builder(registry, alias, limits, models);
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

    /** Records a score for an answer of a version, on the scale of {@link HealthLimits#score}. */
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

    /** The sheet of a version, if the alias points to it; late results of another version are ignored. */
    private Optional<HealthSheet> sheet(ModelVersion version) {
        WatchedModel model = watched.computeIfAbsent(version.name(), name -> new WatchedModel(comeBackAfter));
        Optional<HealthSheet> known = model.sheet(version);
        if (known.isPresent()) {
            return known;
        }
        boolean holds = registry.byAlias(version.name(), alias)
                .filter(champion -> champion.version().equals(version.version()))
                .isPresent();
        return holds ? Optional.of(model.open(version, new HealthSheet(limits, probes))) : Optional.empty();
    }

    private void judge(ModelVersion version, HealthSheet sheet) {
        WatchedModel model = watched.computeIfAbsent(version.name(), name -> new WatchedModel(comeBackAfter));
        Optional<HealthSheet.Complaint> complaint = sheet.complaint();
        if (complaint.isPresent() && model.mayBlame(version)) {
            inBackground(model, () -> blame(model, version, complaint.get()));
        } else if (complaint.isEmpty()) {
            model.mayReturn(version, sheet, clock.instant())
                    .ifPresent(back -> inBackground(model, () -> comeBack(model, back, version, sheet.newest())));
        }
    }

    /** One at a time for each model; while one decides, others only count. */
    private void inBackground(WatchedModel model, Runnable decision) {
        if (!model.begin()) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    decision.run();
                } catch (RegistryException e) {
                    LOG.warn("The health watch cannot move {}: {}", alias, OneLine.of(e.getMessage()));
                } catch (RuntimeException e) {
                    // the message may quote a question
                    LOG.warn("The health watch failed with {}", e.getClass().getName());
                } finally {
                    model.end();
                }
            });
        } catch (RejectedExecutionException busy) {
            model.end();
        }
    }

    private void blame(WatchedModel model, ModelVersion version, HealthSheet.Complaint complaint) {
        model.cleanSheet();
        Optional<ModelVersion> predecessor = main != null
                ? registry.byAlias(version.name(), main)
                : registry.view().model(version.name()).flatMap(known -> known.previousByAlias(alias));
        if (predecessor.isEmpty()) {
            LOG.error("{} is unhealthy and nothing can take its place: {}", version.id(), complaint.words());
            return;
        }
        String evidence = "";
        if (!complaint.questions().isEmpty()) {
            PredecessorCheck check =
                    PredecessorCheck.of(this::answers, version, predecessor.get(), complaint.questions());
            if (!check.isLost()) {
                LOG.warn("{} is unhealthy, but not to blame: {}; {}", version.id(), complaint.words(), check);
                return;
            }
            evidence = "; " + check;
        }
        Author by = Author.of(WATCH, complaint.words() + evidence);
        if (main != null) {
            if (registry.withdraw(version, alias, by)) {
                LOG.warn("Took {} from {}: {}", alias, version.id(), by.why());
            }
            return;
        }
        registry.rollbackFrom(version, alias, by).ifPresent(back -> {
            model.rolledBack(version, back, !complaint.questions().isEmpty(), clock.instant());
            LOG.warn("Took {} from {}, back to {}: {}", alias, version.id(), back.id(), by.why());
        });
    }

    /** Gives the alias back to a version that answers everything that is asked now. */
    private void comeBack(
            WatchedModel model, ModelVersion version, ModelVersion champion, List<ChatRequest> questions) {
        model.tried(clock.instant());
        long answered = questions.stream()
                .filter(question -> answers(version, question))
                .count();
        if (answered < questions.size()) {
            return;
        }
        Author by = Author.of(WATCH, "answers again: " + answered + " of " + questions.size() + " questions");
        model.returned(version);
        if (registry.assignInPlaceOf(champion, version, alias, by)) {
            LOG.warn("Gave {} back to {}: {}", alias, version.id(), by.why());
        }
    }

    /** Whether a version answers a question in time, asked now. */
    private boolean answers(ModelVersion version, ChatRequest question) {
        try {
            Duration latency = models.open(version).ask(question).latency();
            return limits.latencyP95()
                    .map(longest -> latency.compareTo(longest) <= 0)
                    .orElse(true);
        } catch (ProviderException e) {
            return false;
        }
    }

    /** Collects the settings of a watch. Not thread-safe. */
    public static final class Builder {
        private final ModelRegistry registry;
        private final Alias alias;
        private final HealthLimits limits;
        private final ChatModels models;
        private int probes = 5;
        private Executor executor = Builder::daemon;
        private Duration comeBackAfter = Duration.ofMinutes(10);
        private InstantSource clock = InstantSource.system();

        private Builder(ModelRegistry registry, Alias alias, HealthLimits limits, ChatModels models) {
            this.registry = registry;
            this.alias = alias;
            this.limits = limits;
            this.models = models;
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task, "health-watch");
            thread.setDaemon(true);
            thread.start();
        }

        /**
         * The maximum number of questions asked of both versions before one is blamed; 5 by default. They
         * are paid for like any others.
         */
        public Builder probes(int questions) {
            if (questions < 1) {
                throw new IllegalArgumentException("at least one question must be asked: " + questions);
            }
            probes = questions;
            return this;
        }

        /** Where the questions are asked; by default in a new thread whenever there is something to decide. */
        public Builder executor(Executor newExecutor) {
            executor = newExecutor;
            return this;
        }

        /** The pause after a rollback, and after each check, before the version is checked again. */
        public Builder comeBackAfter(Duration pause) {
            if (pause.isNegative() || pause.isZero()) {
                throw new IllegalArgumentException("the pause before coming back must be positive: " + pause);
            }
            comeBackAfter = pause;
            return this;
        }

        /** The clock for {@link #comeBackAfter}. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds a watch that returns the alias to the previous version. */
        public HealthWatch rollingBack() {
            return new HealthWatch(this, null);
        }

        /**
         * Builds a watch over the alias of a canary that removes the alias, so that its share of traffic
         * returns to the main alias.
         *
         * @param main the alias of the version to compare with
         */
        public HealthWatch withdrawing(Alias main) {
            return new HealthWatch(this, main);
        }
    }
}
