package dev.finetuning.retraining;

import java.util.Optional;

/** Two policies, of which one has to be due. */
record EitherPolicy(RetrainingPolicy one, RetrainingPolicy other) implements RetrainingPolicy {
    @Override
    public Optional<String> due(QueueStatus status) {
        return one.due(status).or(() -> other.due(status));
    }

    @Override
    public Optional<String> dueWithoutExamples(QueueStatus status) {
        return one.dueWithoutExamples(status).or(() -> other.dueWithoutExamples(status));
    }
}
