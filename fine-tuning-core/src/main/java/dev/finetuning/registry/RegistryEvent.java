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

/** Something that changed in a registry, or was refused: what its history and its listeners consist of. */
public sealed interface RegistryEvent {
    /** The registered model it concerns. */
    String name();

    /** Who did it, and why. */
    Author by();

    /** When. Within one registry, never before the event before it. */
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
     * A version's labels changed.
     *
     * @param added tags it has from now on
     * @param removed tags it no longer has
     * @param metadata facts set from now on
     * @param shutdownAt the newly announced end of its serving; empty where it did not change
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

    /** Somebody approved a version. */
    record VersionApproved(String name, SemanticVersion version, Author by, Instant at) implements RegistryEvent {}

    /** A version was deprecated, archived or restored. */
    record StatusChanged(String name, SemanticVersion version, VersionStatus status, Author by, Instant at)
            implements RegistryEvent {}

    /**
     * An alias points elsewhere.
     *
     * @param from where it pointed; empty if nowhere
     * @param to where it points; empty if nowhere
     * @param kind how that came about
     * @param decision the promotion behind it; empty for other kinds
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

    /** How an alias came to point elsewhere. */
    enum MoveKind {
        PROMOTION,
        ROLLBACK,
        /** Set by hand, without a policy. */
        ASSIGNMENT,
        REMOVAL
    }

    /** A promotion was asked for and its gates said no. */
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
