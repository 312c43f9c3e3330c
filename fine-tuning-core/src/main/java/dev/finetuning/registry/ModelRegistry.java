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
 * Model versions, and the aliases that say which of them serve. Linearizable: an acknowledged change is
 * visible to every later read, and an alias never points to no version or to two while it moves.
 * Thread-safe.
 *
 * <p>Implementations provide {@link #view}, {@link #change} and {@link #history}; all other methods are
 * built on these. Methods that take a version look it up by name and number, so an older snapshot of the
 * version may be passed. They throw {@link UnknownVersionException} if there is no such model or version.
 */
public interface ModelRegistry {
    /** The current state of everything that is registered. */
    RegistryView view();

    /**
     * Decides a change based on the current state and records it in one step.
     *
     * @return the recorded events; empty if nothing needed to change
     */
    List<RegistryEvent> change(RegistryChange change);

    /** Passes all events to a consumer, oldest first. */
    void history(Consumer<? super RegistryEvent> consumer);

    /** All events of a model, oldest first; empty if there is no such model. */
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
     * Registers a model as the next version. The same model is registered once per name: repeating the
     * call, for example after a crash, returns the existing version.
     *
     * @throws RegistryConflictException if the registration names a version number that is taken
     */
    default ModelVersion register(Registration registration, Author by) {
        change(VersionChanges.register(registration, by));
        return VersionChanges.registered(view(), registration).orElseThrow();
    }

    /**
     * Registers a model like {@link #register(Registration, Author)}, with the training job as the author,
     * or no author in particular if there was no job.
     */
    default ModelVersion register(Registration registration) {
        return register(registration, registration.byItself());
    }

    /** The version an alias points to. */
    default Optional<ModelVersion> byAlias(String name, Alias alias) {
        return view().byAlias(name, alias);
    }

    /** The version that was in production at an instant, in its current state. */
    default Optional<ModelVersion> productionAt(String name, Instant instant) {
        return view().model(name).flatMap(model -> model.byAliasAt(Alias.PRODUCTION, instant));
    }

    /**
     * Asks for a version to get an alias. The decision is recorded in either case, with the verdict of
     * every gate. A version that already holds the alias keeps it, so the call can be repeated after a
     * crash.
     *
     * @throws RegistryConflictException if the version is archived
     */
    default PromotionDecision promote(ModelVersion version, Alias alias, PromotionPolicy policy, Author by) {
        return Promotions.ask(this, new Promotions.Request(version, alias, policy, Optional.empty(), by));
    }

    /**
     * Gives a version an alias whatever its gates say. Their verdicts are recorded with the reason, and the
     * promotion is permanently marked as overridden if any gate refused.
     *
     * @param by who overrides the gates, and why; the reason must not be blank
     * @throws IllegalArgumentException if there is no reason
     * @throws RegistryConflictException if the version is archived
     */
    default PromotionDecision override(ModelVersion version, Alias alias, PromotionPolicy policy, Author by) {
        if (by.why().isBlank()) {
            throw new IllegalArgumentException("overruling gates needs a reason");
        }
        return Promotions.ask(this, new Promotions.Request(version, alias, policy, Optional.of(by.why()), by));
    }

    /** Moves an alias to a version by hand, without gates. */
    default ModelVersion assign(ModelVersion version, Alias alias, Author by) {
        change(Promotions.assign(version.name(), alias, version.version(), by));
        return view().require(version.name(), version.version());
    }

    /**
     * Moves an alias to a version by hand, but only if it still points to the given other version.
     *
     * @return whether it was moved
     */
    default boolean assignInPlaceOf(ModelVersion champion, ModelVersion version, Alias alias, Author by) {
        return !change(Promotions.ifPointsTo(
                        champion, alias, Promotions.assign(version.name(), alias, version.version(), by)))
                .isEmpty();
    }

    /** Removes an alias, so that it points to no version. */
    default void removeAlias(String name, Alias alias, Author by) {
        change(Promotions.remove(name, alias, by));
    }

    /**
     * Returns an alias to the version that held it before, skipping versions that have been archived since.
     *
     * @return the version it points to again
     * @throws RegistryConflictException if there is no version to return to
     */
    default ModelVersion rollback(String name, Alias alias, Author by) {
        return target(change(Promotions.rollback(name, alias, null, by)));
    }

    /**
     * Returns an alias to a given version that held it before.
     *
     * @return that version
     * @throws RegistryConflictException if that version never held the alias, or is archived
     */
    default ModelVersion rollback(String name, Alias alias, SemanticVersion to, Author by) {
        return target(change(Promotions.rollback(name, alias, to, by)));
    }

    /**
     * Returns an alias to the previous version, but only if it still points to the given one. For watchers
     * that judged this version and must not take the alias from another.
     *
     * @return the version it points to again; empty if it already pointed elsewhere
     * @throws RegistryConflictException if there is no version to return to
     */
    default Optional<ModelVersion> rollbackFrom(ModelVersion version, Alias alias, Author by) {
        List<RegistryEvent> events =
                change(Promotions.ifPointsTo(version, alias, Promotions.rollback(version.name(), alias, null, by)));
        return events.isEmpty() ? Optional.empty() : Optional.of(target(events));
    }

    /**
     * Removes an alias, but only if it still points to the given version.
     *
     * @return whether it was removed
     */
    default boolean withdraw(ModelVersion version, Alias alias, Author by) {
        return !change(Promotions.ifPointsTo(version, alias, Promotions.remove(version.name(), alias, by)))
                .isEmpty();
    }

    private ModelVersion target(List<RegistryEvent> events) {
        AliasMoved moved = (AliasMoved) events.get(0);
        return view().require(moved.name(), moved.move().to().orElseThrow());
    }

    /** Adds evaluation results to a version. */
    default ModelVersion score(ModelVersion version, List<ScoreCard> scoreCards, Author by) {
        return edit(version, now -> new VersionScored(version.name(), version.version(), scoreCards, by, now));
    }

    /** Adds tags to a version. */
    default ModelVersion tag(ModelVersion version, Set<String> tags, Author by) {
        return edit(
                version,
                now -> VersionChanges.labelled(version, LabelChange.builder().added(tags), by, now));
    }

    /** Removes tags from a version. */
    default ModelVersion untag(ModelVersion version, Set<String> tags, Author by) {
        return edit(
                version,
                now -> VersionChanges.labelled(version, LabelChange.builder().removed(tags), by, now));
    }

    /** Adds facts to a version; a fact with the same name is replaced. */
    default ModelVersion describe(ModelVersion version, Map<String, String> metadata, Author by) {
        return edit(
                version,
                now -> VersionChanges.labelled(version, LabelChange.builder().metadata(metadata), by, now));
    }

    /** Records when a version's provider will stop serving it. */
    default ModelVersion announceShutdown(ModelVersion version, Instant when, Author by) {
        return edit(
                version,
                now -> VersionChanges.labelled(version, LabelChange.builder().shutdownAt(when), by, now));
    }

    /** Records an approval of a version, for {@link Gate#approvals}; each person counts once. */
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

    /** Deprecates a version: it continues to serve, but nothing new should point to it. */
    default ModelVersion deprecate(ModelVersion version, Author by) {
        return stand(version, VersionStatus.DEPRECATED, by);
    }

    /**
     * Archives a version: no alias can point to it until it is restored.
     *
     * @throws RegistryConflictException if an alias still points to it
     */
    default ModelVersion archive(ModelVersion version, Author by) {
        return stand(version, VersionStatus.ARCHIVED, by);
    }

    /** Makes a deprecated or archived version active again. */
    default ModelVersion restore(ModelVersion version, Author by) {
        return stand(version, VersionStatus.ACTIVE, by);
    }

    private ModelVersion stand(ModelVersion version, VersionStatus standing, Author by) {
        change(VersionChanges.standing(version, standing, by));
        return view().require(version.name(), version.version());
    }
}
