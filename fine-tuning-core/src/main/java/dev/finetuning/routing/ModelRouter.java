package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a registered name and an alias into a model to ask. What it hands out looks the version up for
 * each question, so that promotions and rollbacks, also those of other processes, take effect without a
 * restart. Thread-safe.
 */
public final class ModelRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRouter.class);

    private final ModelRegistry registry;
    private final ChatModels models;
    private final Executor shadows;
    private final Map<String, ChatModel> open = new ConcurrentHashMap<>();
    private final Map<Arm, ArmCount> counts = new ConcurrentHashMap<>();
    private final List<RouteListener> listeners = new CopyOnWriteArrayList<>();

    private ModelRouter(ModelRegistry registry, ChatModels models, Executor shadows) {
        this.registry = registry;
        this.models = models;
        this.shadows = shadows;
    }

    /** A router without shadow traffic. */
    public static ModelRouter over(ModelRegistry registry, ChatModels models) {
        return over(registry, models, task -> {
            throw new RejectedExecutionException("the router was made without an executor for shadow traffic");
        });
    }

    /**
     * A router that asks shadows on an executor of the caller's. Copies that the executor rejects are
     * dropped, so a bounded queue keeps a slow shadow from piling up.
     */
    public static ModelRouter over(ModelRegistry registry, ChatModels models, Executor shadows) {
        return new ModelRouter(registry, models, shadows);
    }

    /** The model behind an alias, whichever version holds it when it is asked. */
    public RoutedModel model(String name, Alias alias) {
        return model(Route.to(name, alias));
    }

    /** The models behind a route. */
    public RoutedModel model(Route route) {
        return new RoutedModel(this, route, null);
    }

    /** Lets a listener hear of every call from now on. */
    public void addListener(RouteListener listener) {
        listeners.add(listener);
    }

    /** What every version was asked so far, by the alias it was asked as. */
    public Map<Arm, ArmCount> counts() {
        return Map.copyOf(counts);
    }

    ModelRegistry registry() {
        return registry;
    }

    ChatModel open(ModelVersion version) {
        ChatModel known = open.get(version.id());
        return known != null ? known : open.computeIfAbsent(version.id(), id -> models.open(version));
    }

    /** Runs a shadow's question beside the real one, or drops it. */
    void beside(Runnable shadow) {
        try {
            shadows.execute(shadow);
        } catch (RejectedExecutionException busy) {
            LOG.debug("A shadow call was dropped: {}", busy.getMessage());
        }
    }

    void report(RoutedCall call) {
        Arm arm = new Arm(call.version().id(), call.alias());
        counts.merge(arm, ArmCount.ZERO.plus(call), (before, first) -> before.plus(call));
        for (RouteListener listener : listeners) {
            try {
                listener.onCall(call);
            } catch (RuntimeException e) {
                LOG.warn("A route listener failed on a call of {}", arm.versionId(), e);
            }
        }
    }
}
