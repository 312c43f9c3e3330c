package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry whose models have to be loaded before they can be asked. Before an alias moves, the version it moves to is
 * loaded; if that fails, the exception reaches the caller and the alias stays where it is. After the move, the versions
 * of that model that no alias needs are unloaded. An alias needs the version it points to, and the one that a rollback
 * would return to, which answers questions that were sent to it just before the move; {@link #withoutPrevious} unloads
 * that one, too.
 *
 * <p>A failure to unload is logged, and tried again with the next move: the alias has moved by then. A change is
 * decided, the versions it needs are loaded, and it is decided once more on the state at that time, so that loading,
 * which may take minutes, holds up no other change. If several processes move aliases of the same model at the same
 * moment, a version that one of them unloads while the other moves an alias to it is loaded again at once.
 *
 * <p>Use it in the place of the registry that it is given, in every process that moves aliases. Thread-safe.
 */
public final class ServingRegistry implements ModelRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ServingRegistry.class);

    private final ModelRegistry registry;
    private final ModelServing serving;
    private final boolean keepsPrevious;
    private final ReentrantLock moving = new ReentrantLock();

    private ServingRegistry(ModelRegistry registry, ModelServing serving, boolean keepsPrevious) {
        this.registry = registry;
        this.serving = serving;
        this.keepsPrevious = keepsPrevious;
    }

    /** A registry that has its versions loaded and unloaded there. */
    public static ServingRegistry of(ModelRegistry registry, ModelServing serving) {
        return new ServingRegistry(registry, serving, true);
    }

    /**
     * The same, but only the versions that aliases point to stay loaded. A question that was sent to the previous version
     * just before an alias moved may then find it gone.
     */
    public ServingRegistry withoutPrevious() {
        return new ServingRegistry(registry, serving, false);
    }

    /**
     * Loads what aliases need, and unloads all other versions: for an application's start, and after a server was
     * started again, which may have forgotten what it had loaded.
     *
     * @throws dev.finetuning.provider.ProviderException if a version cannot be loaded or unloaded
     */
    public void synchronize() {
        moving.lock();
        try {
            RegistryView view = registry.view();
            synchronize(view, view.names());
        } finally {
            moving.unlock();
        }
    }

    @Override
    public RegistryView view() {
        return registry.view();
    }

    @Override
    public void history(Consumer<? super RegistryEvent> consumer) {
        registry.history(consumer);
    }

    @Override
    public List<RegistryEvent> change(RegistryChange change) {
        boolean[] moves = new boolean[1];
        List<RegistryEvent> events = registry.change((view, now) -> {
            List<RegistryEvent> decided = change.decide(view, now);
            moves[0] = decided.stream().anyMatch(AliasMoved.class::isInstance);
            return moves[0] ? List.of() : decided;
        });
        if (!moves[0]) {
            return events;
        }
        moving.lock();
        try {
            return move(change);
        } finally {
            moving.unlock();
        }
    }

    /** Decides, loads what is missing, and decides again until nothing is missing. */
    private List<RegistryEvent> move(RegistryChange change) {
        Set<String> loaded = new HashSet<>();
        while (true) {
            Loading attempt = new Loading(change, Set.copyOf(loaded));
            List<RegistryEvent> events = registry.change(attempt);
            if (attempt.missing.isEmpty()) {
                settle(events);
                return events;
            }
            for (ModelVersion version : attempt.missing) {
                serving.load(version);
                loaded.add(version.id());
            }
        }
    }

    /** A change that is made only if nothing has to be loaded for it. */
    private static final class Loading implements RegistryChange {
        private final RegistryChange change;
        private final Set<String> loaded;
        private List<ModelVersion> missing = List.of();

        Loading(RegistryChange change, Set<String> loaded) {
            this.change = change;
            this.loaded = loaded;
        }

        @Override
        public List<RegistryEvent> decide(RegistryView view, Instant now) {
            List<RegistryEvent> decided = change.decide(view, now);
            missing = targets(view, decided).stream()
                    .filter(version -> !loaded.contains(version.id()))
                    .toList();
            return missing.isEmpty() ? decided : List.of();
        }
    }

    /** Where aliases point after these events, as far as these move them. */
    private static List<ModelVersion> targets(RegistryView view, List<RegistryEvent> events) {
        Map<String, ModelVersion> targets = new LinkedHashMap<>();
        for (RegistryEvent event : events) {
            if (event instanceof AliasMoved moved) {
                String alias = moved.name() + " " + moved.move().alias();
                Optional<SemanticVersion> to = moved.move().to();
                to.flatMap(number -> version(view, events, moved.name(), number))
                        .ifPresentOrElse(version -> targets.put(alias, version), () -> targets.remove(alias));
            }
        }
        return targets.values().stream().distinct().toList();
    }

    /** A version that there is, or that the same change registers. */
    private static Optional<ModelVersion> version(
            RegistryView view, List<RegistryEvent> events, String name, SemanticVersion number) {
        Stream<ModelVersion> registered = events.stream()
                .filter(VersionRegistered.class::isInstance)
                .map(event -> ((VersionRegistered) event).version())
                .filter(version -> version.name().equals(name))
                .filter(version -> version.version().equals(number));
        return view.model(name).flatMap(model -> model.version(number)).or(registered::findFirst);
    }

    /** The aliases have moved, whatever the server says now. */
    private void settle(List<RegistryEvent> events) {
        List<String> names = events.stream()
                .filter(AliasMoved.class::isInstance)
                .map(RegistryEvent::name)
                .distinct()
                .toList();
        try {
            synchronize(registry.view(), names);
        } catch (RuntimeException e) {
            LOG.warn("An alias of {} has moved, but the versions that no alias needs are still loaded", names, e);
        }
    }

    private void synchronize(RegistryView view, List<String> names) {
        Set<String> needed = needed(view).map(ModelVersion::modelId).collect(Collectors.toSet());
        List<ModelVersion> unneeded = new ArrayList<>();
        for (String name : names) {
            view.versions(name).stream()
                    .filter(version -> !needed.contains(version.modelId()))
                    .forEach(unneeded::add);
        }
        if (!unneeded.isEmpty()) {
            serving.unload(unneeded);
        }
        // another process may have moved an alias meanwhile, or have unloaded what this one had loaded
        needed(registry.view())
                .filter(version -> names.contains(version.name()))
                .forEach(serving::load);
    }

    private Stream<ModelVersion> needed(RegistryView view) {
        return view.names().stream()
                .flatMap(name -> view.model(name).stream())
                .flatMap(this::needed)
                .distinct();
    }

    private Stream<ModelVersion> needed(RegisteredModel model) {
        Collection<ModelVersion> serving = model.aliases().values();
        Stream<Alias> aliases = keepsPrevious ? model.aliases().keySet().stream() : Stream.of();
        return Stream.concat(serving.stream(), aliases.flatMap(alias -> model.previousByAlias(alias).stream()));
    }

    /** Names the registry. */
    @Override
    public String toString() {
        return "ServingRegistry[" + registry + "]";
    }
}
