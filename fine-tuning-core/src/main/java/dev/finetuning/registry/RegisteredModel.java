package dev.finetuning.registry;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registered name with all its versions and aliases, as they stand at one moment. Immutable. */
public final class RegisteredModel {
    private final String name;
    private final NavigableMap<SemanticVersion, ModelVersion> versions;
    private final Map<Alias, ModelVersion> holders;
    private final Map<Alias, Holding> holdings;
    private final Map<Alias, AliasMove> moves;

    RegisteredModel(
            String name,
            NavigableMap<SemanticVersion, ModelVersion> versions,
            Map<Alias, ModelVersion> holders,
            Map<Alias, Holding> holdings,
            Map<Alias, AliasMove> moves) {
        this.name = name;
        this.versions = versions;
        this.holders = holders;
        this.holdings = holdings;
        this.moves = moves;
    }

    /** The registered name. */
    public String name() {
        return name;
    }

    /** All versions, oldest number first. */
    public Collection<ModelVersion> versions() {
        return versions.values();
    }

    /** A version by its number. */
    public Optional<ModelVersion> version(SemanticVersion number) {
        return Optional.ofNullable(versions.get(number));
    }

    /** The version with the highest number. */
    public Optional<ModelVersion> newest() {
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(versions.lastEntry().getValue());
    }

    /** The version an alias points to. */
    public Optional<ModelVersion> holder(Alias alias) {
        return Optional.ofNullable(holders.get(alias));
    }

    /** All aliases that point somewhere. */
    public Map<Alias, ModelVersion> aliases() {
        return holders;
    }

    /** The version an alias pointed to at an instant, as it stands now. */
    public Optional<ModelVersion> holderAt(Alias alias, Instant instant) {
        for (AliasMove move = moves.get(alias); move != null; move = move.before()) {
            if (!move.at().isAfter(instant)) {
                return Optional.ofNullable(move.to()).map(versions::get);
            }
        }
        return Optional.empty();
    }

    /** The version that a rollback of the alias would return to. */
    public Optional<ModelVersion> previousHolder(Alias alias) {
        Holding current = holdings.get(alias);
        return current == null ? Optional.empty() : firstServing(current.below());
    }

    private Optional<ModelVersion> firstServing(@Nullable Holding from) {
        for (Holding holding = from; holding != null; holding = holding.below()) {
            ModelVersion version = versions.get(holding.version());
            if (version != null && version.status() != VersionStatus.ARCHIVED) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** Whether a version has held the alias and a rollback can return to it. */
    boolean canReturnTo(Alias alias, SemanticVersion version) {
        Holding current = holdings.get(alias);
        for (Holding holding = current == null ? null : current.below(); holding != null; holding = holding.below()) {
            if (holding.version().equals(version)) {
                return true;
            }
        }
        return false;
    }

    NavigableMap<SemanticVersion, ModelVersion> versionMap() {
        return versions;
    }

    Map<Alias, Holding> holdings() {
        return holdings;
    }

    Map<Alias, AliasMove> moves() {
        return moves;
    }
}
