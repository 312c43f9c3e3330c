package dev.finetuning.registry.internal.state;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registered model's versions, where its aliases point, and where they pointed. Immutable. */
public final class ModelState {
    private final String name;
    private final NavigableMap<SemanticVersion, ModelVersion> versions;
    private final Map<Alias, ModelVersion> aliased = new HashMap<>();
    private final Map<Alias, AliasHistory> stacks;
    private final Map<Alias, PastMove> moves;

    /** Takes the maps as its own. */
    ModelState(
            String name,
            NavigableMap<SemanticVersion, ModelVersion> versions,
            Map<Alias, AliasHistory> stacks,
            Map<Alias, PastMove> moves) {
        this.name = name;
        this.versions = versions;
        this.stacks = stacks;
        this.moves = moves;
        stacks.forEach((alias, stack) -> {
            ModelVersion version = versions.get(stack.version());
            if (version != null) {
                aliased.put(alias, version);
            }
        });
    }

    /** The registered name. */
    public String name() {
        return name;
    }

    /** All versions by number; must not be changed. */
    public NavigableMap<SemanticVersion, ModelVersion> versions() {
        return versions;
    }

    /** The version an alias points to. */
    public Optional<ModelVersion> byAlias(Alias alias) {
        return Optional.ofNullable(aliased.get(alias));
    }

    /** All aliases that point somewhere. */
    public Map<Alias, ModelVersion> aliases() {
        return Collections.unmodifiableMap(aliased);
    }

    /** The version an alias pointed to at an instant, as it stands now. */
    public Optional<ModelVersion> byAliasAt(Alias alias, Instant instant) {
        for (PastMove move = moves.get(alias); move != null; move = move.before()) {
            if (!move.at().isAfter(instant)) {
                return Optional.ofNullable(move.to()).map(versions::get);
            }
        }
        return Optional.empty();
    }

    /** The version that a rollback of the alias would return to: the newest below that may serve. */
    public Optional<ModelVersion> previousByAlias(Alias alias) {
        for (AliasHistory stack = below(alias); stack != null; stack = stack.below()) {
            ModelVersion version = versions.get(stack.version());
            if (version != null && version.status() != VersionStatus.ARCHIVED) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Whether a version has held the alias and a rollback can return to it. */
    public boolean canReturnTo(Alias alias, SemanticVersion version) {
        for (AliasHistory stack = below(alias); stack != null; stack = stack.below()) {
            if (stack.version().equals(version)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable AliasHistory below(Alias alias) {
        AliasHistory current = stacks.get(alias);
        return current == null ? null : current.below();
    }

    Map<Alias, AliasHistory> stacks() {
        return stacks;
    }

    Map<Alias, PastMove> moves() {
        return moves;
    }
}
