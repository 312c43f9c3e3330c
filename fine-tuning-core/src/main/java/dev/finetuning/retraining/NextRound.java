package dev.finetuning.retraining;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * When the next round begins, and from what.
 *
 * @param replay the share of older examples in the data of a round that goes on from a tuned model
 * @param pause how long no round begins after a failed one
 */
record NextRound(
        String baseModel,
        ExampleQueue queue,
        RetrainingPolicy policy,
        double replay,
        Duration pause,
        InstantSource time) {
    /** As a share of older examples: all of them, and rounds start from the base model. */
    static final double ALL = 1;

    /** Why a round is due; empty if none is. */
    Optional<String> due(RoundLog.Rounds rounds) {
        Instant now = time.instant();
        boolean resting = rounds.last()
                .filter(round -> round.outcome() == TrainingRound.Outcome.FAILED)
                .flatMap(TrainingRound::endedAt)
                .filter(failed -> now.isBefore(failed.plus(pause)))
                .isPresent();
        if (resting || queue.size() == 0) {
            return Optional.empty();
        }
        long learnt = rounds.learnt(Integer.MAX_VALUE);
        QueueStatus status = new QueueStatus(
                baseModel,
                queue.waiting(learnt),
                queue.oldest(learnt),
                rounds.last().map(TrainingRound::begunAt),
                now);
        return status.queued() > 0 ? policy.due(status) : policy.dueWithoutExamples(status);
    }

    /** The beginning of a round with everything in the queue. */
    TrainingRound.Begin begin(RoundLog.Rounds rounds, String reason) {
        long upTo = queue.size();
        // without anything new, only a training from the base model makes another model
        boolean continuing = replay != ALL && queue.waiting(rounds.learnt(Integer.MAX_VALUE)) > 0;
        Optional<String> tuned = continuing ? rounds.promotedModel(baseModel) : Optional.empty();
        return new TrainingRound.Begin(
                time.instant(), reason, upTo, Optional.of(baseModel), tuned, tuned.isPresent() ? replay : ALL);
    }
}
