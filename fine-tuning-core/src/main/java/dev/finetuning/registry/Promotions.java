package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.MoveKind;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes that move aliases. */
final class Promotions {
    private Promotions() {}

    /** Points an alias to a version if the policy lets it, or in any case if there is a reason to. */
    static RegistryChange promote(
            ModelVersion wanted, Alias alias, PromotionPolicy policy, @Nullable String override, By by) {
        return (view, now) -> {
            ModelVersion version = serving(view.require(wanted.name(), wanted.version()));
            Optional<ModelVersion> holder = view.holder(version.name(), alias);
            List<GateVerdict> verdicts = policy.judge(new Candidate(version, alias, holder.orElse(null)));
            boolean passed = verdicts.stream().allMatch(GateVerdict::passed);
            PromotionDecision decision = new PromotionDecision(
                    version.name(),
                    version.version(),
                    alias,
                    holder.map(ModelVersion::version).orElse(null),
                    passed || override != null,
                    passed ? null : override,
                    verdicts,
                    by,
                    now);
            return List.of(decision.promoted() ? moved(decision) : new PromotionRefused(decision));
        };
    }

    private static RegistryEvent moved(PromotionDecision decision) {
        return new AliasMoved(
                decision.name(),
                decision.alias(),
                decision.against(),
                decision.version(),
                MoveKind.PROMOTION,
                decision,
                decision.by(),
                decision.at());
    }

    static RegistryChange assign(String name, Alias alias, SemanticVersion to, By by) {
        return (view, now) -> {
            ModelVersion version = serving(view.require(name, to));
            return List.of(move(view, version.name(), alias, to, MoveKind.ASSIGNMENT, by, now));
        };
    }

    static RegistryChange remove(String name, Alias alias, By by) {
        return (view, now) -> view.require(name).holder(alias).isEmpty()
                ? List.of()
                : List.of(move(view, name, alias, null, MoveKind.REMOVAL, by, now));
    }

    /** Returns to the holder before, or to a named one. */
    static RegistryChange rollback(String name, Alias alias, @Nullable SemanticVersion to, By by) {
        return (view, now) -> {
            RegisteredModel model = view.require(name);
            SemanticVersion target = to != null ? named(model, alias, to) : previous(model, alias);
            return List.of(move(view, name, alias, target, MoveKind.ROLLBACK, by, now));
        };
    }

    /** Does something to an alias only if it points to a given version. */
    static RegistryChange ifHeldBy(ModelVersion version, Alias alias, RegistryChange change) {
        return (view, now) -> view.holder(version.name(), alias)
                        .filter(holder -> holder.version().equals(version.version()))
                        .isPresent()
                ? change.decide(view, now)
                : List.of();
    }

    private static SemanticVersion previous(RegisteredModel model, Alias alias) {
        return model.previousHolder(alias)
                .map(ModelVersion::version)
                .orElseThrow(() -> new RegistryConflictException("no version that may serve held " + alias + " of "
                        + model.name() + " before; name one with assign"));
    }

    private static SemanticVersion named(RegisteredModel model, Alias alias, SemanticVersion to) {
        if (!model.canReturnTo(alias, to)) {
            throw new RegistryConflictException(
                    model.name() + "@" + to + " has not held " + alias + " before; promote it instead");
        }
        model.version(to).ifPresent(Promotions::serving);
        return to;
    }

    private static RegistryEvent move(
            RegistryView view,
            String name,
            Alias alias,
            @Nullable SemanticVersion to,
            MoveKind kind,
            By by,
            Instant now) {
        SemanticVersion from =
                view.holder(name, alias).map(ModelVersion::version).orElse(null);
        return new AliasMoved(name, alias, from, to, kind, null, by, now);
    }

    private static ModelVersion serving(ModelVersion version) {
        if (version.standing() == Standing.ARCHIVED) {
            throw new RegistryConflictException(version.id() + " is archived; restore it first");
        }
        return version;
    }
}
