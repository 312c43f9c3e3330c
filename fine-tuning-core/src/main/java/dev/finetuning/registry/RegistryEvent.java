package dev.finetuning.registry;

import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A change of a registry, or a refused promotion. Histories and listeners consist of these. */
public sealed interface RegistryEvent {
    /** The registered model it concerns. */
    String name();

    /** Who did it, and why. */
    Author by();

    /** When. Within one registry, times never decrease. */
    Instant at();

    /** A version was registered. */
    record VersionRegistered(ModelVersion version) implements RegistryEvent {
        @Override
        public String name() {
            return version.name();
        }

        @Override
        public Author by() {
            return version.registered();
        }

        @Override
        public Instant at() {
            return version.registeredAt();
        }
    }

    /** Evaluation results were added to a version. */
    record VersionScored(String name, SemanticVersion version, List<ScoreCard> scoreCards, Author by, Instant at)
            implements RegistryEvent {
        /** Copies the list. */
        public VersionScored {
            scoreCards = List.copyOf(scoreCards);
        }
    }

    /**
     * The tags, facts or announced shutdown of a version changed.
     *
     * @param added tags that were added
     * @param removed tags that were removed
     * @param metadata facts that were set
     * @param shutdownAt the newly announced shutdown; empty if unchanged
     */
    record VersionLabelled(
            String name,
            SemanticVersion version,
            Set<String> added,
            Set<String> removed,
            Map<String, String> metadata,
            Optional<Instant> shutdownAt,
            Author by,
            Instant at)
            implements RegistryEvent {
        /** Copies the collections. */
        public VersionLabelled {
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
            metadata = Map.copyOf(metadata);
        }
    }

    /** A version was approved. */
    record VersionApproved(String name, SemanticVersion version, Author by, Instant at) implements RegistryEvent {}

    /** A version was deprecated, archived or restored. */
    record StatusChanged(String name, SemanticVersion version, VersionStatus status, Author by, Instant at)
            implements RegistryEvent {}

    /**
     * An alias moved.
     *
     * @param from where it pointed before; empty if nowhere
     * @param to where it points now; empty if nowhere
     * @param kind why it moved
     * @param decision the promotion decision; empty for other kinds
     */
    record AliasMoved(
            String name,
            Alias alias,
            Optional<SemanticVersion> from,
            Optional<SemanticVersion> to,
            MoveKind kind,
            Optional<PromotionDecision> decision,
            Author by,
            Instant at)
            implements RegistryEvent {}

    /** Why an alias moved. */
    enum MoveKind {
        PROMOTION,
        ROLLBACK,
        /** Set by hand, without a policy. */
        ASSIGNMENT,
        REMOVAL
    }

    /** A promotion was requested and its gates refused it. */
    record PromotionRefused(PromotionDecision decision) implements RegistryEvent {
        @Override
        public String name() {
            return decision.name();
        }

        @Override
        public Author by() {
            return decision.by();
        }

        @Override
        public Instant at() {
            return decision.at();
        }
    }
}
