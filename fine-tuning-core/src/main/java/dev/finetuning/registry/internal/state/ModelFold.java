package dev.finetuning.registry.internal.state;

import dev.finetuning.registry.AliasMove;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
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
    private final Map<Alias, AliasHistory> stacks;
    private final Map<Alias, PastMove> moves;
    private final Set<SemanticVersion> moved = new HashSet<>();

    ModelFold(String name) {
        this.name = name;
        versions = new TreeMap<>();
        stacks = new HashMap<>();
        moves = new HashMap<>();
    }

    ModelFold(ModelState start) {
        name = start.name();
        versions = new TreeMap<>(start.versions());
        stacks = new HashMap<>(start.stacks());
        moves = new HashMap<>(start.moves());
    }

    void register(ModelVersion version) {
        versions.put(version.version(), version);
    }

    void change(SemanticVersion number, UnaryOperator<ModelVersion> change) {
        versions.computeIfPresent(number, (key, version) -> change.apply(version));
    }

    void move(AliasMove move, Instant at) {
        Alias alias = move.alias();
        SemanticVersion to = move.to().orElse(null);
        AliasHistory current = stacks.get(alias);
        moves.put(alias, new PastMove.Recent(to, at, moves.get(alias)));
        if (current != null) {
            moved.add(current.version());
        }
        if (to == null) {
            stacks.remove(alias);
            return;
        }
        moved.add(to);
        if (current != null && current.version().equals(to)) {
            return;
        }
        boolean back = move.kind() == AliasMove.Kind.ROLLBACK;
        stacks.put(alias, back ? backTo(to, current) : new AliasHistory.Recent(to, current));
    }

    /** What remains on the pile when everything above a version is taken off. */
    private static AliasHistory backTo(SemanticVersion version, @Nullable AliasHistory from) {
        AliasHistory stack = from == null ? null : from.below();
        while (stack != null && !stack.version().equals(version)) {
            stack = stack.below();
        }
        return stack != null ? stack : new AliasHistory.Recent(version, from);
    }

    ModelState build() {
        moved.forEach(number -> change(
                number, version -> version.toBuilder().aliases(aliases(number)).build()));
        return new ModelState(name, Collections.unmodifiableNavigableMap(versions), stacks, moves);
    }

    private Set<Alias> aliases(SemanticVersion version) {
        Set<Alias> aliases = new HashSet<>();
        stacks.forEach((alias, stack) -> {
            if (stack.version().equals(version)) {
                aliases.add(alias);
            }
        });
        return aliases;
    }
}
