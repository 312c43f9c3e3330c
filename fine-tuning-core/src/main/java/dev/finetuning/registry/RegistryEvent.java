package dev.finetuning.registry;

import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A change of a registry, or a refused promotion. Histories and listeners consist of these. */
public sealed interface RegistryEvent {
    /** The registered model it concerns. */
    String name();

    /** Who did it, and why. */
    Author by();

    /** When. Within one registry, times never decrease. */
    Instant at();

    /**
     * What happened with the evidence of the gates, who did it and why, in one line.
     * {@code "production is rolled back from 1.0.1 to 1.0.0 (ada: complaints)"}
     */
    String summary();

    /**
     * The summary after the time and the model.
     * {@code "2026-11-29T20:00:00Z support: production is rolled back from 1.0.1 to 1.0.0 (ada: complaints)"}
     */
    default String sentence() {
        return at() + " " + name() + ": " + summary();
    }

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

        @Override
        public String summary() {
            return EventSentences.by(by(), EventSentences.registered(version));
        }
    }

    /** Evaluation results were added to a version. */
    record VersionScored(String name, SemanticVersion version, List<ScoreCard> scoreCards, Author by, Instant at)
            implements RegistryEvent {
        /** Copies the list. */
        public VersionScored {
            scoreCards = List.copyOf(scoreCards);
        }

        @Override
        public String summary() {
            return EventSentences.by(by(), EventSentences.scored(version, scoreCards));
        }
    }

    /** The tags, facts or announced shutdown of a version changed. */
    record VersionLabelled(String name, SemanticVersion version, LabelChange change, Author by, Instant at)
            implements RegistryEvent {
        @Override
        public String summary() {
            return EventSentences.by(by(), EventSentences.labelled(version, change));
        }
    }

    /** A version was approved. */
    record VersionApproved(String name, SemanticVersion version, Author by, Instant at) implements RegistryEvent {
        @Override
        public String summary() {
            return EventSentences.by(by(), "version " + version + " is approved");
        }
    }

    /** A version was deprecated, archived or restored. */
    record StatusChanged(String name, SemanticVersion version, VersionStatus status, Author by, Instant at)
            implements RegistryEvent {
        @Override
        public String summary() {
            return EventSentences.by(
                    by(), "version " + version + " is " + status.name().toLowerCase(Locale.ROOT));
        }
    }

    /** An alias moved. */
    record AliasMoved(String name, AliasMove move, Author by, Instant at) implements RegistryEvent {
        @Override
        public String summary() {
            return EventSentences.by(by(), EventSentences.moved(move));
        }
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

        @Override
        public String summary() {
            return EventSentences.by(by(), EventSentences.refused(decision));
        }
    }
}
