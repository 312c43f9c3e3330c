package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.VersionApproved;
import dev.finetuning.registry.RegistryEvent.VersionScored;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Model versions and the aliases that say which of them serve. Linearizable: a change that was
 * acknowledged is seen by every later look, and nobody ever sees an alias point to no version or to two
 * while it moves. Thread-safe.
 *
 * <p>An implementation gives {@link #view}, {@link #change} and {@link #history}; all else is built on
 * these. Methods that take a version look it up by name and number, so that an older view of it serves.
 * They throw {@link UnknownVersionException} where there is no such model or version.
 */
public interface ModelRegistry {
    /** All that is registered, now. */
    RegistryView view();

    /**
     * Decides a change against all that is registered and records it in one step.
     *
     * @return the events recorded; empty where nothing needed to change
     */
    List<RegistryEvent> change(RegistryChange change);

    /** Hands over all that ever happened, oldest first. */
    void history(Consumer<? super RegistryEvent> consumer);

    /** All that ever happened to a model, oldest first; empty where there is no such model. */
    default List<RegistryEvent> history(String name) {
        List<RegistryEvent> events = new ArrayList<>();
        history(event -> {
            if (event.name().equals(name)) {
                events.add(event);
            }
        });
        return List.copyOf(events);
    }

    /**
     * Registers a model as the next version. The same model under the same name is
     * registered once: asking again, as after a crash, returns the version there is.
     *
     * @throws RegistryConflictException if the registration names a version number that is taken
     */
    default ModelVersion register(Registration registration, Author by) {
        change(VersionChanges.register(registration, by));
        return VersionChanges.registered(view(), registration).orElseThrow();
    }

    /** As {@link #register(Registration, Author)}, on the word of the training job, or of nobody where there was none. */
    default ModelVersion register(Registration registration) {
        return register(registration, registration.byItself());
    }

    /** The version an alias points to. */
    default Optional<ModelVersion> holder(String name, Alias alias) {
        return view().holder(name, alias);
    }

    /** The version that was in production at an instant, as it stands now. */
    default Optional<ModelVersion> productionAt(String name, Instant instant) {
        return view().model(name).flatMap(model -> model.holderAt(Alias.PRODUCTION, instant));
    }

    /**
     * Asks for a version to take an alias. The answer is recorded either way, with what every gate said. A
     * version that holds the alias keeps it, so that asking again, as after a crash, takes it from nobody.
     *
     * @throws RegistryConflictException if the version is archived
     */
    default PromotionDecision promote(ModelVersion version, Alias alias, PromotionPolicy policy, Author by) {
        return Promotions.ask(this, new Promotions.Request(version, alias, policy, Optional.empty(), by));
    }

    /**
     * Gives a version an alias whatever its gates say. What they say is recorded beside the reason, and
     * the promotion is marked for ever as overridden if any said no.
     *
     * @param by who overrules, and why; the reason must not be blank
     * @throws IllegalArgumentException if there is no reason
     * @throws RegistryConflictException if the version is archived
     */
    default PromotionDecision override(ModelVersion version, Alias alias, PromotionPolicy policy, Author by) {
        if (by.why().isBlank()) {
            throw new IllegalArgumentException("overruling gates needs a reason");
        }
        return Promotions.ask(this, new Promotions.Request(version, alias, policy, Optional.of(by.why()), by));
    }

    /** Points an alias to a version by hand, without gates. */
    default ModelVersion assign(ModelVersion version, Alias alias, Author by) {
        change(Promotions.assign(version.name(), alias, version.version(), by));
        return view().require(version.name(), version.version());
    }

    /**
     * Points an alias to a version by hand, but only if it still points to another given one.
     *
     * @return whether it did
     */
    default boolean assignInPlaceOf(ModelVersion holder, ModelVersion version, Alias alias, Author by) {
        return !change(Promotions.ifHeldBy(
                        holder, alias, Promotions.assign(version.name(), alias, version.version(), by)))
                .isEmpty();
    }

    /** Takes an alias away, so that it points nowhere. */
    default void removeAlias(String name, Alias alias, Author by) {
        change(Promotions.remove(name, alias, by));
    }

    /**
     * Returns an alias to the version that held it before, past any that are archived by now.
     *
     * @return the version it points to again
     * @throws RegistryConflictException if there is none to return to
     */
    default ModelVersion rollback(String name, Alias alias, Author by) {
        return target(change(Promotions.rollback(name, alias, null, by)));
    }

    /**
     * Returns an alias to a version that held it before.
     *
     * @return that version
     * @throws RegistryConflictException if it never held the alias or is archived
     */
    default ModelVersion rollback(String name, Alias alias, SemanticVersion to, Author by) {
        return target(change(Promotions.rollback(name, alias, to, by)));
    }

    /**
     * Returns an alias to the version before, but only if it still points to a given one: for watchers
     * who judged that version and must not take the alias from another.
     *
     * @return the version it points to again; empty where it already pointed elsewhere
     * @throws RegistryConflictException if there is none to return to
     */
    default Optional<ModelVersion> rollbackFrom(ModelVersion version, Alias alias, Author by) {
        List<RegistryEvent> events =
                change(Promotions.ifHeldBy(version, alias, Promotions.rollback(version.name(), alias, null, by)));
        return events.isEmpty() ? Optional.empty() : Optional.of(target(events));
    }

    /**
     * Takes an alias away, but only if it still points to a given version.
     *
     * @return whether it did
     */
    default boolean withdraw(ModelVersion version, Alias alias, Author by) {
        return !change(Promotions.ifHeldBy(version, alias, Promotions.remove(version.name(), alias, by)))
                .isEmpty();
    }

    private ModelVersion target(List<RegistryEvent> events) {
        AliasMoved moved = (AliasMoved) events.get(0);
        return view().require(moved.name(), moved.to().orElseThrow());
    }

    /** Adds evaluation results to a version. */
    default ModelVersion score(ModelVersion version, List<ScoreCard> scoreCards, Author by) {
        return edit(version, now -> new VersionScored(version.name(), version.version(), scoreCards, by, now));
    }

    /** Adds tags to a version. */
    default ModelVersion tag(ModelVersion version, Set<String> tags, Author by) {
        return edit(version, now -> VersionChanges.LabelChange.adding(tags).of(version, by, now));
    }

    /** Takes tags from a version. */
    default ModelVersion untag(ModelVersion version, Set<String> tags, Author by) {
        return edit(version, now -> VersionChanges.LabelChange.removing(tags).of(version, by, now));
    }

    /** Adds facts to a version; a fact of the same name is replaced. */
    default ModelVersion describe(ModelVersion version, Map<String, String> metadata, Author by) {
        return edit(
                version, now -> VersionChanges.LabelChange.describing(metadata).of(version, by, now));
    }

    /** Notes when a version's provider will stop serving it. */
    default ModelVersion announceShutdown(ModelVersion version, Instant when, Author by) {
        return edit(version, now -> VersionChanges.LabelChange.ending(when).of(version, by, now));
    }

    /** Approves a version, for {@link Gate#approvals}; each person counts once. */
    default ModelVersion approve(ModelVersion version, Author by) {
        return edit(version, now -> new VersionApproved(version.name(), version.version(), by, now));
    }

    private ModelVersion edit(ModelVersion version, Function<Instant, RegistryEvent> event) {
        change((view, now) -> {
            view.require(version.name(), version.version());
            return List.of(event.apply(now));
        });
        return view().require(version.name(), version.version());
    }

    /** Says that nothing new should point to a version. */
    default ModelVersion deprecate(ModelVersion version, Author by) {
        return stand(version, VersionStatus.DEPRECATED, by);
    }

    /**
     * Puts a version away: no alias can point to it until it is restored.
     *
     * @throws RegistryConflictException if an alias still points to it
     */
    default ModelVersion archive(ModelVersion version, Author by) {
        return stand(version, VersionStatus.ARCHIVED, by);
    }

    /** Makes a deprecated or archived version an ordinary one again. */
    default ModelVersion restore(ModelVersion version, Author by) {
        return stand(version, VersionStatus.ACTIVE, by);
    }

    private ModelVersion stand(ModelVersion version, VersionStatus standing, Author by) {
        change(VersionChanges.standing(version, standing, by));
        return view().require(version.name(), version.version());
    }
}
