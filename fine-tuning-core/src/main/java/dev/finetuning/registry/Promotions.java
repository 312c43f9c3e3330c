package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import dev.finetuning.registry.promotion.Candidate;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The changes that move aliases. */
final class Promotions {
    private Promotions() {}

    /**
     * A version asks for an alias.
     *
     * @param override why it should get it whatever the gates say; empty where they decide
     */
    record Request(ModelVersion version, Alias alias, PromotionPolicy policy, Optional<String> override, Author by) {
        /** What becomes of it. */
        PromotionDecision decide(RegistryView view, Instant now) {
            ModelVersion wanted = serving(view.require(version.name(), version.version()));
            Optional<ModelVersion> champion = view.byAlias(wanted.name(), alias);
            List<GateVerdict> verdicts = holds(view, wanted, alias)
                    ? List.of(GateVerdict.pass("holds " + alias + " already", "nothing needed to change"))
                    : policy.judge(new Candidate(wanted, alias, champion));
            boolean passed = verdicts.stream().allMatch(GateVerdict::passed);
            PromotionDecision.Builder decision = PromotionDecision.builder(
                            wanted.name(), wanted.version(), alias, by, now)
                    .promoted(passed || override.isPresent())
                    .verdicts(verdicts);
            champion.map(ModelVersion::version).ifPresent(decision::champion);
            if (!passed) {
                override.ifPresent(decision::overrideReason);
            }
            return decision.build();
        }
    }

    /** Decides a request and records the decision. */
    static PromotionDecision ask(ModelRegistry registry, Request request) {
        AtomicReference<PromotionDecision> answer = new AtomicReference<>();
        registry.change((view, now) -> {
            PromotionDecision decision = request.decide(view, now);
            answer.set(decision);
            return List.of(decision.promoted() ? moved(decision) : new PromotionRefused(decision));
        });
        return Objects.requireNonNull(answer.get());
    }

    private static boolean holds(RegistryView view, ModelVersion version, Alias alias) {
        return view.byAlias(version.name(), alias)
                .filter(champion -> champion.version().equals(version.version()))
                .isPresent();
    }

    private static RegistryEvent moved(PromotionDecision decision) {
        AliasMove.Builder move = AliasMove.builder(decision.alias(), AliasMove.Kind.PROMOTION)
                .to(decision.version())
                .decision(decision);
        decision.champion().ifPresent(move::from);
        return new AliasMoved(decision.name(), move.build(), decision.by(), decision.at());
    }

    /** A move of an alias that no policy decides. */
    private record Move(String name, Alias alias, AliasMove.Kind kind, Author by) {
        List<RegistryEvent> to(@Nullable SemanticVersion target, RegistryView view, Instant now) {
            AliasMove.Builder move = AliasMove.builder(alias, kind);
            view.byAlias(name, alias).map(ModelVersion::version).ifPresent(move::from);
            if (target != null) {
                move.to(target);
            }
            return List.of(new AliasMoved(name, move.build(), by, now));
        }
    }

    static RegistryChange assign(String name, Alias alias, SemanticVersion to, Author by) {
        return (view, now) -> {
            ModelVersion version = serving(view.require(name, to));
            return new Move(version.name(), alias, AliasMove.Kind.ASSIGNMENT, by).to(to, view, now);
        };
    }

    static RegistryChange remove(String name, Alias alias, Author by) {
        return (view, now) -> view.require(name).byAlias(alias).isEmpty()
                ? List.of()
                : new Move(name, alias, AliasMove.Kind.REMOVAL, by).to(null, view, now);
    }

    /** Returns to the previous version, or to a given one. */
    static RegistryChange rollback(String name, Alias alias, @Nullable SemanticVersion to, Author by) {
        return (view, now) -> {
            RegisteredModel model = view.require(name);
            SemanticVersion target = to != null ? named(model, alias, to) : previous(model, alias);
            return new Move(name, alias, AliasMove.Kind.ROLLBACK, by).to(target, view, now);
        };
    }

    /** Does something to an alias only if it points to a given version. */
    static RegistryChange ifPointsTo(ModelVersion version, Alias alias, RegistryChange change) {
        return (view, now) -> holds(view, version, alias) ? change.decide(view, now) : List.of();
    }

    private static SemanticVersion previous(RegisteredModel model, Alias alias) {
        return model.previousByAlias(alias)
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

    private static ModelVersion serving(ModelVersion version) {
        if (version.status() == VersionStatus.ARCHIVED) {
            throw new RegistryConflictException(version.id() + " is archived; restore it first");
        }
        return version;
    }
}
