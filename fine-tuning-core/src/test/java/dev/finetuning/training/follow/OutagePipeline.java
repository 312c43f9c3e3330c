package dev.finetuning.training.follow;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A pipeline that is out of order for a while, asks to be left alone, and notices who does not obey. */
final class OutagePipeline implements TrainingPipeline {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(90);

    private final TrainingPipeline behind;
    private final InstantSource time;
    private final Instant from;
    private final Instant until;
    private final Map<String, Instant> leaveAloneUntil = new HashMap<>();
    private long requests;
    private long disobeyed;

    OutagePipeline(TrainingPipeline behind, InstantSource time, Instant from, Duration lasts) {
        this.behind = behind;
        this.time = time;
        this.from = from;
        this.until = from.plus(lasts);
    }

    synchronized long requests() {
        return requests;
    }

    synchronized long requestsWithinRetryAfter() {
        return disobeyed;
    }

    @Override
    public Capabilities capabilities() {
        return behind.capabilities();
    }

    @Override
    public TrainingJob start(TrainingRequest request) {
        return behind.start(request);
    }

    @Override
    public TrainingJob job(String jobId) {
        failDuringOutage(jobId);
        return behind.job(jobId);
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        failDuringOutage(jobId);
        return behind.events(jobId);
    }

    private synchronized void failDuringOutage(String jobId) {
        requests++;
        Instant now = time.instant();
        if (now.isBefore(leaveAloneUntil.getOrDefault(jobId, Instant.MIN))) {
            disobeyed++;
        }
        if (!now.isBefore(from) && now.isBefore(until)) {
            leaveAloneUntil.put(jobId, now.plus(RETRY_AFTER));
            throw new RetryLaterException(
                    new Incident("scripted", "look at job", OptionalInt.of(503), Optional.empty(), Optional.empty()),
                    "out of order",
                    RETRY_AFTER,
                    null);
        }
    }
}
