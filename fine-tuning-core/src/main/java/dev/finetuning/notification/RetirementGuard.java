package dev.finetuning.notification;

import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.VersionStatus;
import dev.finetuning.retraining.RetrainingPolicy;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TunedModels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says which registered versions will stop answering, and when: a provider shuts down a tuned model with its base
 * model. Dates come from the provider ({@link #look}), from {@link ModelRegistry#announceShutdown}, and from what the
 * application knows about base models.
 *
 * <pre>{@code
 * RetirementGuard guard = RetirementGuard.builder(registry)
 *         .baseModel("base-2024-07-18", Instant.parse("2027-01-14T00:00:00Z"), "the provider's page of 2026-11-20")
 *         .build();
 * guard.look(pipeline);                                                    // once a day
 * guard.before(Instant.now().plus(Duration.ofDays(90))).forEach(each -> log.warn(each.text()));
 * Notifications.builder("team", journal, receiver).watch(guard);           // warns 90, 30 and 7 days before
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class RetirementGuard implements NotificationSource {
    private static final Author LOOKED = Author.of("retirement guard", "the provider says so");
    private static final String ANNOUNCED = "announced by its provider";

    private final ModelRegistry registry;
    private final Map<String, BaseModelEnd> baseModels;
    private final TreeSet<Duration> horizons;
    private final InstantSource time;

    private record BaseModelEnd(Instant at, String source) {}

    private RetirementGuard(Builder builder) {
        registry = builder.registry;
        baseModels = Map.copyOf(builder.baseModels);
        horizons = new TreeSet<>(builder.horizons);
        time = builder.clock;
    }

    /** Starts a guard over a registry's versions. */
    public static Builder builder(ModelRegistry registry) {
        return new Builder(registry);
    }

    /**
     * The versions that stop answering before an instant, earliest first; those that have stopped already are among
     * them. Archived versions are left out.
     */
    public List<Retirement> before(Instant end) {
        Map<String, String> startedFrom = new HashMap<>();
        registry.view()
                .search(version -> true)
                .forEach(version ->
                        startedFrom.put(version.modelId(), version.lineage().baseModel()));
        return registry.view().search(version -> version.status() != VersionStatus.ARCHIVED).stream()
                .flatMap(version -> retirement(version, baseModel(version, startedFrom)).stream())
                .filter(retirement -> retirement.at().isBefore(end))
                .sorted(Comparator.comparing(Retirement::at)
                        .thenComparing(retirement -> retirement.version().id()))
                .toList();
    }

    /** What the first version of a line of versions, each trained from the one before, was trained from. */
    private static String baseModel(ModelVersion version, Map<String, String> startedFrom) {
        Set<String> line = new HashSet<>();
        String model = version.modelId();
        while (startedFrom.containsKey(model) && line.add(model)) {
            model = startedFrom.get(model);
        }
        return model;
    }

    /** The earlier of the two dates, of the model itself and of its base model. */
    private Optional<Retirement> retirement(ModelVersion version, String baseModel) {
        Optional<Retirement> own = version.served().shutdownAt().map(at -> new Retirement(version, at, ANNOUNCED));
        Optional<Retirement> base = Optional.ofNullable(baseModels.get(baseModel))
                .map(end ->
                        new Retirement(version, end.at(), "its base model " + baseModel + " ends: " + end.source()));
        return own.isPresent() && base.isPresent()
                ? Optional.of(base.get().at().isBefore(own.get().at()) ? base.get() : own.get())
                : own.or(() -> base);
    }

    /**
     * Asks a provider when the models of its versions and their base models end, and records what is new in the
     * registry. A provider that cannot say is no failure.
     *
     * @return how many dates were new or have changed
     * @throws dev.finetuning.provider.ProviderException if the provider cannot be asked now; what it said until then
     *     is recorded
     */
    public int look(TrainingPipeline pipeline) {
        String provider = pipeline.capabilities().provider();
        Map<String, Optional<Instant>> asked = new HashMap<>();
        int changed = 0;
        try {
            TunedModels models = pipeline.models();
            for (ModelVersion version : registry.view()
                    .search(each -> each.provider().equals(provider) && each.status() != VersionStatus.ARCHIVED)) {
                Optional<Instant> end = earlier(
                        end(models, asked, version.modelId()),
                        end(models, asked, version.lineage().baseModel()));
                if (end.isPresent() && !end.equals(version.served().shutdownAt())) {
                    registry.announceShutdown(version, end.get(), LOOKED);
                    changed++;
                }
            }
        } catch (CapabilityGoneException e) {
            // a provider that describes no models announces nothing there
        }
        return changed;
    }

    private static Optional<Instant> end(TunedModels models, Map<String, Optional<Instant>> asked, String id) {
        return asked.computeIfAbsent(id, model -> {
            try {
                return models.describe(model).shutdownAt();
            } catch (NotFoundException e) {
                // many providers list no base models
                return Optional.empty();
            }
        });
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
                : one.or(() -> other);
    }

    /** A warning for each version in use, once for each horizon that its end has come within. */
    @Override
    public List<Notification> since(Instant from) {
        Instant now = time.instant();
        List<Notification> warnings = new ArrayList<>();
        for (Retirement retirement : before(now.plus(horizons.last()))) {
            if (retirement.inUse()) {
                Duration horizon = horizonOf(retirement.at(), now).orElse(horizons.last());
                warnings.add(warning(retirement, horizon, now));
            }
        }
        return warnings;
    }

    /**
     * A reason to train again on a successor: once a version of a model that an alias points to comes within a horizon
     * of its end, and no round has begun since, even if no example waits. It asks for nothing as long as the continuous
     * training itself starts from a base model that ends: give it the successor.
     *
     * @param name the model's name in the registry
     */
    public RetrainingPolicy policy(String name) {
        return new RetirementPolicy(this, name);
    }

    /** The latest horizon that an end has come within; empty if it is further away than all of them. */
    Optional<Duration> horizonOf(Instant end, Instant now) {
        return Optional.ofNullable(horizons.ceiling(Duration.between(now, end)));
    }

    boolean ends(String baseModel) {
        return baseModels.containsKey(baseModel);
    }

    private static Notification warning(Retirement retirement, Duration horizon, Instant now) {
        ModelVersion version = retirement.version();
        return Notification.of(
                        "retirement/" + version.id() + "/" + retirement.at() + "/" + horizon,
                        NotificationTopic.RETIREMENT,
                        version.name(),
                        retirement.text(),
                        now)
                .with("version", version.version().toString())
                .with("model", version.modelId())
                .with("baseModel", version.lineage().baseModel())
                .with("shutdownAt", retirement.at().toString());
    }

    /** As a source of notifications. */
    @Override
    public String toString() {
        return "the retirement guard";
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final ModelRegistry registry;
        private final Map<String, BaseModelEnd> baseModels = new LinkedHashMap<>();
        private Set<Duration> horizons = Set.of(Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(7));
        private InstantSource clock = InstantSource.system();

        private Builder(ModelRegistry registry) {
            this.registry = registry;
        }

        /**
         * A base model that ends, and with it all versions made from it.
         *
         * @param model its name, as in the lineage of versions
         * @param source who says so, and when, such as a page and the day on which it was read
         */
        public Builder baseModel(String model, Instant at, String source) {
            baseModels.put(model, new BaseModelEnd(at, source));
            return this;
        }

        /**
         * How long before an end to warn; 90, 30 and 7 days by default.
         *
         * @throws IllegalArgumentException if there are none, or one is negative
         */
        public Builder horizons(Set<Duration> before) {
            if (before.isEmpty() || before.stream().anyMatch(Duration::isNegative)) {
                throw new IllegalArgumentException("there must be horizons, none of them negative: " + before);
            }
            horizons = Set.copyOf(before);
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds the guard. */
        public RetirementGuard build() {
            return new RetirementGuard(this);
        }
    }
}
