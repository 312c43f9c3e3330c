package dev.finetuning.registry;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A registered model while events are folded into it. Not thread-safe. */
final class ModelFold {
    private final String name;
    private final NavigableMap<SemanticVersion, ModelVersion> versions;
    private final Map<Alias, Holding> holdings;
    private final Map<Alias, AliasMove> moves;
    private final Set<SemanticVersion> moved = new HashSet<>();

    ModelFold(String name) {
        this.name = name;
        versions = new TreeMap<>();
        holdings = new HashMap<>();
        moves = new HashMap<>();
    }

    ModelFold(RegisteredModel start) {
        name = start.name();
        versions = new TreeMap<>(start.versionMap());
        holdings = new HashMap<>(start.holdings());
        moves = new HashMap<>(start.moves());
    }

    void register(ModelVersion version) {
        versions.put(version.version(), version);
    }

    void change(SemanticVersion number, UnaryOperator<ModelVersion> change) {
        versions.computeIfPresent(number, (key, version) -> change.apply(version));
    }

    void move(RegistryEvent.AliasMoved move) {
        Alias alias = move.alias();
        SemanticVersion to = move.to().orElse(null);
        Holding current = holdings.get(alias);
        moves.put(alias, new AliasMove.Recent(to, move.at(), moves.get(alias)));
        if (current != null) {
            moved.add(current.version());
        }
        if (to == null) {
            holdings.remove(alias);
            return;
        }
        moved.add(to);
        if (current != null && current.version().equals(to)) {
            return;
        }
        boolean back = move.kind() == RegistryEvent.MoveKind.ROLLBACK;
        holdings.put(alias, back ? backTo(to, current) : new Holding.Recent(to, current));
    }

    /** What remains on the pile when everything above a version is taken off. */
    private static Holding backTo(SemanticVersion version, @Nullable Holding from) {
        Holding holding = from == null ? null : from.below();
        while (holding != null && !holding.version().equals(version)) {
            holding = holding.below();
        }
        return holding != null ? holding : new Holding.Recent(version, from);
    }

    RegisteredModel build() {
        moved.forEach(number -> change(
                number, version -> version.toBuilder().aliases(aliases(number)).build()));
        return built(name, Collections.unmodifiableNavigableMap(versions), holdings, moves);
    }

    private Set<Alias> aliases(SemanticVersion version) {
        Set<Alias> aliases = new HashSet<>();
        holdings.forEach((alias, holding) -> {
            if (holding.version().equals(version)) {
                aliases.add(alias);
            }
        });
        return aliases;
    }

    static RegisteredModel built(
            String name,
            NavigableMap<SemanticVersion, ModelVersion> versions,
            Map<Alias, Holding> holdings,
            Map<Alias, AliasMove> moves) {
        Map<Alias, ModelVersion> holders = new HashMap<>();
        holdings.forEach((alias, holding) -> {
            ModelVersion version = versions.get(holding.version());
            if (version != null) {
                holders.put(alias, version);
            }
        });
        return new RegisteredModel(name, versions, Collections.unmodifiableMap(holders), holdings, moves);
    }
}
