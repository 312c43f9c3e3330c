package dev.finetuning.console.work;

import dev.finetuning.retraining.ContinuousTraining;
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
 * @param rejected how many examples the checks refused
 * @param rounds all rounds, oldest first
 * @param feeds the datasets that were handed in as a whole, newest first
 */
public record Retraining(
        RetrainingOrder order,
        String by,
        Instant at,
        Optional<String> paused,
        long waiting,
        long rejected,
        List<TrainingRound> rounds,
        List<DatasetFeed> feeds) {
    /** Copies the lists. */
    public Retraining {
        rounds = List.copyOf(rounds);
        feeds = List.copyOf(feeds);
    }

    static Retraining of(RetrainingDesk.Noted noted, ContinuousTraining training, List<DatasetFeed> feeds) {
        return new Retraining(
                noted.order(),
                noted.start().fields().require(RetrainingDesk.BY),
                noted.start().at(),
                noted.pausedBy(),
                training.waiting(),
                training.rejectedCount(),
                training.rounds(),
                feeds);
    }

    /** Whether a dataset is being handed in. */
    public boolean fed() {
        return feeds.stream().anyMatch(feed -> feed.status() == DatasetFeed.Status.ACTIVE);
    }

    /** The round under way. */
    public Optional<TrainingRound> open() {
        return rounds.stream()
                .filter(round -> round.outcome() == TrainingRound.Outcome.OPEN)
                .findFirst();
    }
}
