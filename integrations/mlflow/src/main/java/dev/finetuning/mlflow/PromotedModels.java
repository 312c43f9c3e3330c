package dev.finetuning.mlflow;

import dev.finetuning.registry.AliasMove;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryView;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a registry's history says was promoted, and which models changed since a place in it. Not thread-safe. */
final class PromotedModels {
    private final Map<String, Promoted> models = new LinkedHashMap<>();
    private final long from;
    private long events;

    /** What a model's aliases pointed to, and whether something happened to it since. */
    private static final class Promoted {
        private final Set<SemanticVersion> versions = new LinkedHashSet<>();
        private final Set<Alias> aliases = new LinkedHashSet<>();
        private boolean changed;
    }

    private PromotedModels(long from) {
        this.from = from;
    }

    /**
     * Reads the history.
     *
     * @param from how many events were seen before
     */
    static PromotedModels read(ModelRegistry registry, long from) {
        PromotedModels promoted = new PromotedModels(from);
        registry.history(promoted::add);
        return promoted;
    }

    private void add(RegistryEvent event) {
        Promoted model = models.computeIfAbsent(event.name(), any -> new Promoted());
        model.changed |= events >= from;
        events++;
        if (event instanceof AliasMoved moved) {
            AliasMove move = moved.move();
            model.aliases.add(move.alias());
            move.from().ifPresent(model.versions::add);
            move.to().ifPresent(model.versions::add);
        }
    }

    /** How many events there are. */
    long events() {
        return events;
    }

    /** The names of promoted models that changed. */
    Set<String> changed() {
        Set<String> names = new LinkedHashSet<>();
        models.forEach((name, model) -> {
            if (model.changed && !model.versions.isEmpty()) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * The promoted models of these names as they are now.
     *
     * @param renaming what each is called in MLflow
     */
    List<PromotedModel> of(Set<String> names, RegistryView view, UnaryOperator<String> renaming) {
        List<PromotedModel> found = new ArrayList<>();
        for (String name : names) {
            Promoted model = models.get(name);
            if (model != null) {
                view.model(name)
                        .ifPresent(now ->
                                found.add(new PromotedModel(renaming.apply(name), now, model.versions, model.aliases)));
            }
        }
        return found;
    }
}
