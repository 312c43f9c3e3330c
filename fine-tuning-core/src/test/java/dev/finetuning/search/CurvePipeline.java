package dev.finetuning.search;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider whose jobs train an epoch a minute and bill 1,000 tokens for each, up to where they are cancelled. The
 * validation loss after each epoch is known beforehand; by default it falls towards what {@link #finalLoss} says.
 * Thread-safe.
 */
public final class CurvePipeline implements TrainingPipeline {
    /** What an epoch is billed. */
    public static final long TOKENS_PER_EPOCH = 1_000;

    private final InstantSource time;
    private final Curve curve;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private int most;

    /** What is known of a training beforehand. */
    @FunctionalInterface
    public interface Curve {
        /** The validation loss after an epoch, counted from 1. */
        double loss(Hyperparameters settings, int epoch);
    }

    CurvePipeline(InstantSource time) {
        this(time, CurvePipeline::falling);
    }

    /** A provider whose jobs have these losses. */
    public CurvePipeline(InstantSource time, Curve curve) {
        this.time = time;
        this.curve = curve;
    }

    /** Falls from above 1 to the final loss as the epochs go by; a diverging one is not a number. */
    private static double falling(Hyperparameters settings, int epoch) {
        return settings.others().containsKey("diverges")
                ? Double.NaN
                : finalLoss(epoch, settings.learningRateMultiplier().orElse(1));
    }

    /** Where the loss of such settings ends; the best multiplier is 1, and the more epochs the better. */
    static double finalLoss(double epochs, double multiplier) {
        double off = Math.log10(multiplier);
        return 0.2 + off * off + 0.8 / (1 + epochs);
    }

    private static final class Job {
        final String id;
        final TrainingRequest request;
        final Instant begun;

        @Nullable
        Instant cancelled;

        Job(String id, TrainingRequest request, Instant begun) {
            this.id = id;
            this.request = request;
            this.begun = begun;
        }

        int epochs() {
            return (int) request.hyperparameters().epochs().orElse(3);
        }

        int trained(Instant now) {
            Instant until = cancelled == null ? now : cancelled;
            return (int) Math.min(epochs(), Duration.between(begun, until).toMinutes());
        }

        boolean fails() {
            return request.hyperparameters().others().containsKey("fails");
        }

        boolean underway(Instant now) {
            return cancelled == null && trained(now) < epochs();
        }

        TrainingJob seen(Instant now) {
            JobPhase phase = cancelled != null
                    ? JobPhase.CANCELLED
                    : underway(now) ? JobPhase.RUNNING : fails() ? JobPhase.FAILED : JobPhase.SUCCEEDED;
            TrainingJob.Builder job = TrainingJob.builder(id, JobStatus.of(phase), request.baseModel())
                    .createdAt(begun);
            request.mark().ifPresent(job::mark);
            if (phase.terminal()) {
                job.trainedTokens(trained(now) * TOKENS_PER_EPOCH);
            }
            if (phase == JobPhase.SUCCEEDED) {
                job.model("tuned-" + id);
            }
            if (phase == JobPhase.FAILED) {
                job.failure(JobFailure.of("it failed, as it was told to"));
            }
            return job.build();
        }

        Map<String, Double> metrics(int epoch, Curve curve) {
            return Map.of(
                    Metrics.EPOCH,
                    (double) epoch,
                    Metrics.STEP,
                    epoch * 10.0,
                    Metrics.FULL_VALID_LOSS,
                    curve.loss(request.hyperparameters(), epoch));
        }
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.builder("curves")
                .verbs(EnumSet.of(Verb.UPLOAD, Verb.LIST, Verb.CANCEL, Verb.EVENTS, Verb.CHECKPOINTS, Verb.CHAT))
                .maxEpochs(64)
                .build();
    }

    @Override
    public TrainingFile upload(TrainingData data) {
        return TrainingFile.builder("file-" + data.name(), data.name(), "fine-tune")
                .build();
    }

    @Override
    public synchronized TrainingJob start(TrainingRequest request) {
        capabilities().check(request);
        Job job = new Job("job-" + (jobs.size() + 1), request, time.instant());
        jobs.put(job.id, job);
        Instant now = time.instant();
        most = Math.max(most, (int)
                jobs.values().stream().filter(each -> each.underway(now)).count());
        return job.seen(now);
    }

    @Override
    public synchronized TrainingJob job(String jobId) {
        return known(jobId).seen(time.instant());
    }

    @Override
    public synchronized Stream<TrainingJob> jobs(JobQuery query) {
        Instant now = time.instant();
        return new ArrayList<>(jobs.values()).stream().map(job -> job.seen(now)).filter(query::matches);
    }

    @Override
    public synchronized TrainingJob cancel(String jobId) {
        Job job = known(jobId);
        Instant now = time.instant();
        if (job.underway(now)) {
            job.cancelled = now;
        }
        return job.seen(now);
    }

    @Override
    public synchronized List<TrainingEvent> events(String jobId) {
        Job job = known(jobId);
        List<TrainingEvent> events = new ArrayList<>();
        for (int epoch = 1; epoch <= job.trained(time.instant()); epoch++) {
            events.add(new TrainingEvent(
                    jobId + "-" + epoch,
                    job.begun.plus(Duration.ofMinutes(epoch)),
                    TrainingEvent.Level.INFO,
                    "metrics",
                    "epoch " + epoch,
                    job.metrics(epoch, curve)));
        }
        return events;
    }

    @Override
    public synchronized List<Checkpoint> checkpoints(String jobId) {
        Job job = known(jobId);
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (int epoch = 1; epoch <= job.trained(time.instant()); epoch++) {
            checkpoints.add(Checkpoint.builder(
                            jobId + "-checkpoint-" + epoch,
                            jobId,
                            epoch * 10L,
                            job.begun.plus(Duration.ofMinutes(epoch)))
                    .modelId("tuned-" + jobId + "-at-" + epoch)
                    .metrics(job.metrics(epoch, curve))
                    .build());
        }
        return checkpoints;
    }

    @Override
    public ChatModel chatModel(String modelId) {
        return ScriptedChatModel.echo(modelId);
    }

    private Job known(String jobId) {
        Job job = jobs.get(jobId);
        if (job == null) {
            throw new AssertionError("nobody created " + jobId);
        }
        return job;
    }

    /** How many jobs were created. */
    synchronized int created() {
        return jobs.size();
    }

    /** How many jobs were under way at once, at most. */
    synchronized int mostAtOnce() {
        return most;
    }

    /** The epochs that all jobs have trained so far. */
    synchronized int epochsTrained() {
        Instant now = time.instant();
        return jobs.values().stream().mapToInt(job -> job.trained(now)).sum();
    }
}
