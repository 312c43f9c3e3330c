package dev.finetuning.registry;

import dev.finetuning.registry.internal.state.ModelState;
import dev.finetuning.registry.internal.state.RegistryState;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A consistent snapshot of everything in a registry. Immutable. */
public final class RegistryView {
    private final RegistryState state;

    RegistryView(RegistryState state) {
        this.state = state;
    }

    /** The registered names, in alphabetical order. */
    public List<String> names() {
        return state.models().keySet().stream().sorted().toList();
    }

    /** A registered model by its name. */
    public Optional<RegisteredModel> model(String name) {
        return state.model(name).map(RegisteredModel::new);
    }

    /** The version an alias points to. */
    public Optional<ModelVersion> byAlias(String name, Alias alias) {
        // asked for every routed request: no lambda, so that nothing is allocated
        ModelState model = state.models().get(name);
        return model == null ? Optional.empty() : model.byAlias(alias);
    }

    /**
     * A version by its id, such as {@code support-bot@1.4.2}; empty if there is none.
     *
     * @throws IllegalArgumentException if the part after {@code @} is not a version number
     */
    public Optional<ModelVersion> version(String id) {
        int at = id.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : model(id.substring(0, at))
                        .flatMap(model -> model.version(SemanticVersion.parse(id.substring(at + 1))));
    }

    /** All versions of a model, lowest number first; empty if there is no such model. */
    public Collection<ModelVersion> versions(String name) {
        return model(name).map(RegisteredModel::versions).orElse(List.of());
    }

    /** All versions that match a condition, by name and number. */
    public List<ModelVersion> search(Predicate<? super ModelVersion> condition) {
        return all().filter(condition).toList();
    }

    /** All versions with a tag, by name and number. */
    public List<ModelVersion> tagged(String tag) {
        return search(version -> version.tags().contains(tag));
    }

    private Stream<ModelVersion> all() {
        return names().stream().flatMap(name -> versions(name).stream());
    }

    /** A version in the state of this snapshot. */
    ModelVersion require(String name, SemanticVersion version) {
        RegisteredModel model = require(name);
        return model.version(version)
                .orElseThrow(() -> UnknownVersionException.version(name + "@" + version, model.numbers()));
    }

    RegisteredModel require(String name) {
        return model(name).orElseThrow(() -> UnknownVersionException.model(name, names()));
    }
}
