package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.internal.threads.BriefThreads;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryView;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides chat models for registered names and aliases. Each question looks up the version, so promotions
 * and rollbacks, including those by other processes, take effect without a restart. While the registry
 * cannot be read, the last known versions continue to answer; a question waits for it at most a second. Questions
 * at the same time share one look at the registry. Thread-safe.
 */
public final class ModelRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRouter.class);
    private static final int MAX_COUNTS = 1_000;
    private static final Executor REFRESHER = BriefThreads.named("model-router-refresh");

    private final KnownView known;
    private final ChatModels models;
    private final Executor shadows;
    private final Recent<String, ChatModel> open;
    private final Recent<Arm, ArmCounter> counts = new Recent<>(MAX_COUNTS);
    private final List<RouteListener> listeners = new CopyOnWriteArrayList<>();

    private ModelRouter(Builder builder) {
        known = new KnownView(builder.registry, builder.staleness, builder.refresher, builder.clock);
        models = builder.models;
        shadows = builder.shadows;
        open = new Recent<>(builder.maxModels);
    }

    /** A router that reads the registry for each question, without shadow traffic. */
    public static ModelRouter create(ModelRegistry registry, ChatModels models) {
        return builder(registry, models).build();
    }

    /**
     * Starts a router with other settings.
     *
     * @param models opens a version's chat model
     */
    public static Builder builder(ModelRegistry registry, ChatModels models) {
        return new Builder(registry, models);
    }

    /** The model behind an alias: each question goes to the version that holds it at that moment. */
    public RoutedModel model(String name, Alias alias) {
        return model(Route.to(name, alias));
    }

    /** The model behind a route. */
    public RoutedModel model(Route route) {
        return new RoutedModel(this, route, null);
    }

    /** Adds a listener for all calls from now on. */
    public void addListener(RouteListener listener) {
        listeners.add(listener);
    }

    /** The counts of each version and alias, for the 1,000 pairs asked most recently. */
    public Map<Arm, ArmCount> counts() {
        return counts.map(ArmCounter::count);
    }

    RegistryView view() {
        return known.view();
    }

    ChatModel open(ModelVersion version) {
        return open.get(version.id(), id -> models.open(version));
    }

    /** Runs a shadow's question concurrently, or drops it. */
    void beside(Runnable shadow) {
        try {
            shadows.execute(shadow);
        } catch (RejectedExecutionException busy) {
            LOG.debug("A shadow call was dropped: {}", busy.getMessage());
        }
    }

    void report(RoutedCall call) {
        Arm arm = new Arm(call.version().id(), call.alias());
        counts.get(arm, any -> new ArmCounter()).add(call);
        for (RouteListener listener : listeners) {
            try {
                listener.onCall(call);
            } catch (RuntimeException e) {
                LOG.warn("A route listener failed on a call of {}", arm.versionId(), e);
            }
        }
    }

    /** The count of one arm. */
    private static final class ArmCounter {
        private ArmCount count = ArmCount.ZERO;

        synchronized void add(RoutedCall call) {
            count = count.plus(call);
        }

        synchronized ArmCount count() {
            return count;
        }
    }

    /** Collects the settings of a router. Not thread-safe. */
    public static final class Builder {
        private final ModelRegistry registry;
        private final ChatModels models;
        private Executor shadows = task -> {
            throw new RejectedExecutionException("the router was made without an executor for shadow traffic");
        };
        private int maxModels = 64;
        private Duration staleness = Duration.ZERO;
        private Executor refresher = REFRESHER;
        private InstantSource clock = InstantSource.system();

        private Builder(ModelRegistry registry, ChatModels models) {
            this.registry = registry;
            this.models = models;
        }

        /**
         * The executor for shadow questions. Copies that it rejects are dropped; use a bounded queue, so
         * that a slow shadow cannot pile up.
         */
        public Builder shadows(Executor executor) {
            shadows = executor;
            return this;
        }

        /**
         * The maximum number of chat models kept open, the most recently used ones; 64 by default.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxModels(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("a router keeps at least one model: " + number);
            }
            maxModels = number;
            return this;
        }

        /**
         * How old the known versions may be while the registry can be read; by default zero, which reads it
         * for each question. With a larger value they are refreshed in the background after half of it, so
         * that a promotion is seen within this time. A question waits for the registry, at most a second, only if
         * there was no other for so long. While the registry cannot be read, it is tried again every half of it.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder staleness(Duration maximum) {
            if (maximum.isNegative()) {
                throw new IllegalArgumentException("staleness is not negative: " + maximum);
            }
            staleness = maximum;
            return this;
        }

        /** Where the registry is read; by default in a background thread that ends soon after. */
        public Builder refresher(Executor executor) {
            refresher = executor;
            return this;
        }

        /** The clock for {@link #staleness}. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds the router. */
        public ModelRouter build() {
            return new ModelRouter(this);
        }
    }
}
