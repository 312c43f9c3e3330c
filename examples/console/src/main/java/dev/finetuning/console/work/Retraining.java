package dev.finetuning.console.work;

import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.retraining.RejectedExample;
import dev.finetuning.retraining.TrainingRound;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A model that is trained as examples arrive, as it stands.
 *
 * @param order how it is trained
 * @param by who said so last
 * @param at when
 * @param paused who has paused it, if somebody has
 * @param waiting how many examples wait for a version
 * @param rejected the examples that the checks refused, oldest first
 * @param rounds all rounds, oldest first
 */
public record Retraining(
        RetrainingOrder order,
        String by,
        Instant at,
        Optional<String> paused,
        long waiting,
        List<RejectedExample> rejected,
        List<TrainingRound> rounds) {
    /** Copies the lists. */
    public Retraining {
        rejected = List.copyOf(rejected);
        rounds = List.copyOf(rounds);
    }

    static Retraining of(RetrainingDesk.Noted noted, ContinuousTraining training) {
        return new Retraining(
                noted.order(),
                noted.start().fields().require(RetrainingDesk.BY),
                noted.start().at(),
                noted.pausedBy(),
                training.waiting(),
                training.rejected(),
                training.rounds());
    }

    /** The round under way. */
    public Optional<TrainingRound> open() {
        return rounds.stream()
                .filter(round -> round.outcome() == TrainingRound.Outcome.OPEN)
                .findFirst();
    }
}
