package dev.finetuning.retraining;

import java.time.Instant;
import java.util.Optional;

/**
 * What a policy decides by.
 *
 * @param baseModel the base model on which the next round trains
 * @param queued how many examples wait
 * @param oldest since when the oldest of them waits
 * @param lastRound when the last round began
 * @param now the present
 */
public record QueueStatus(
        String baseModel, long queued, Optional<Instant> oldest, Optional<Instant> lastRound, Instant now) {}
