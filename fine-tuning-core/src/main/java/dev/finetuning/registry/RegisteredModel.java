package dev.finetuning.registry;

import dev.finetuning.registry.internal.state.ModelState;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A snapshot of a registered model with all its versions and aliases. Immutable. */
public final class RegisteredModel {
    private final ModelState state;

    RegisteredModel(ModelState state) {
        this.state = state;
    }

    /** The registered name. */
    public String name() {
        return state.name();
    }

    /** All versions, lowest number first. */
    public Collection<ModelVersion> versions() {
        return state.versions().values();
    }

    /** A version by its number. */
    public Optional<ModelVersion> version(SemanticVersion number) {
        return Optional.ofNullable(state.versions().get(number));
    }

    /** The version with the highest number. */
    public Optional<ModelVersion> newest() {
        return Optional.ofNullable(state.versions().lastEntry()).map(Map.Entry::getValue);
    }

    /** The version an alias points to. */
    public Optional<ModelVersion> byAlias(Alias alias) {
        return state.byAlias(alias);
    }

    /** All aliases that point to a version. */
    public Map<Alias, ModelVersion> aliases() {
        return state.aliases();
    }

    /** The version an alias pointed to at an instant, in its current state. */
    public Optional<ModelVersion> byAliasAt(Alias alias, Instant instant) {
        return state.byAliasAt(alias, instant);
    }

    /** The version that a rollback of the alias would return to. */
    public Optional<ModelVersion> previousByAlias(Alias alias) {
        return state.previousByAlias(alias);
    }

    /** Whether a version has held the alias, so that a rollback can return to it. */
    boolean canReturnTo(Alias alias, SemanticVersion version) {
        return state.canReturnTo(alias, version);
    }

    /** The numbers of all versions, highest first. */
    Collection<SemanticVersion> numbers() {
        return state.versions().descendingKeySet();
    }
}
