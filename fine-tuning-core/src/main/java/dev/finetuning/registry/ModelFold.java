package dev.finetuning.registry;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A registered model while events are folded into it. Not thread-safe. */
final class ModelFold {
    private final String name;
    private final NavigableMap<SemanticVersion, ModelVersion> versions;
    private final Map<Alias, Holding> holdings;
    private final Map<Alias, AliasMove> moves;

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

    void move(RegistryEvent.AliasMoved moved) {
        Alias alias = moved.alias();
        SemanticVersion to = moved.to();
        Holding current = holdings.get(alias);
        moves.put(alias, new AliasMove(to, moved.at(), moves.get(alias)));
        if (current != null) {
            change(current.version(), version -> VersionEdits.withoutAlias(version, alias));
        }
        if (to == null) {
            holdings.remove(alias);
            return;
        }
        if (current != null && current.version().equals(to)) {
            change(to, version -> VersionEdits.withAlias(version, alias));
            return;
        }
        boolean back = moved.kind() == RegistryEvent.MoveKind.ROLLBACK;
        holdings.put(alias, back ? backTo(to, current) : new Holding(to, current));
        change(to, version -> VersionEdits.withAlias(version, alias));
    }

    /** What remains on the pile when everything above a version is taken off. */
    private static Holding backTo(SemanticVersion version, @Nullable Holding from) {
        Holding holding = from == null ? null : from.below();
        while (holding != null && !holding.version().equals(version)) {
            holding = holding.below();
        }
        return holding != null ? holding : new Holding(version, from);
    }

    RegisteredModel build() {
        Map<Alias, ModelVersion> holders = new HashMap<>();
        holdings.forEach((alias, holding) -> {
            ModelVersion version = versions.get(holding.version());
            if (version != null) {
                holders.put(alias, version);
            }
        });
        return new RegisteredModel(
                name,
                Collections.unmodifiableNavigableMap(versions),
                Collections.unmodifiableMap(holders),
                holdings,
                moves);
    }
}
