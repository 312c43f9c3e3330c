package dev.finetuning.notification;

import dev.finetuning.retraining.QueueStatus;
import dev.finetuning.retraining.RetrainingPolicy;
import java.time.Instant;
import java.util.Optional;

/** Trains a model again when a version of it in use is about to end: one round for each horizon of the guard. */
record RetirementPolicy(RetirementGuard guard, String name) implements RetrainingPolicy {
    @Override
    public Optional<String> due(QueueStatus status) {
        if (guard.ends(status.baseModel())) {
            return Optional.empty();
        }
        return guard.before(Instant.MAX).stream()
                .filter(retirement ->
                        retirement.inUse() && retirement.version().name().equals(name))
                .filter(retirement -> unanswered(retirement, status))
                .findFirst()
                .map(Retirement::text);
    }

    @Override
    public Optional<String> dueWithoutExamples(QueueStatus status) {
        return due(status);
    }

    private boolean unanswered(Retirement retirement, QueueStatus status) {
        return guard.horizonOf(retirement.at(), status.now())
                .map(retirement.at()::minus)
                .filter(since -> status.lastRound()
                        .filter(round -> !round.isBefore(since))
                        .isEmpty())
                .isPresent();
    }
}
