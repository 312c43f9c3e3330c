package dev.finetuning.run.internal.stored;

import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.DataChecks;
import dev.finetuning.run.RunStage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a run, as its journal stream keeps it. The records are append-only: fields are added,
 * never renamed or reused, and unknown ones are ignored.
 */
public sealed interface RunEvent {
    /** The run exists; its data lies prepared under these hashes. Whether its model is to be promoted is its plan's. */
    record Started(
            String name,
            Map<String, String> labels,
            StoredRequest request,
            StoredData data,
            @Nullable StoredCost cost,
            @Nullable DataChecks checks,
            boolean promoting)
            implements RunEvent {}

    /** A process works on a stage, and has it until a time. */
    record Claimed(RunStage stage, String owner, Instant until) implements RunEvent {}

    /** The data is at the provider. */
    record Uploaded(String trainingFile, @Nullable String validationFile) implements RunEvent {}

    /** From here on a job may exist: the creation is about to be sent, once. */
    record SubmitIntended(int attempt, String owner) implements RunEvent {}

    /** The provider certainly created nothing; try again not before the given time. */
    record SubmitRefused(String reason, Instant notBefore) implements RunEvent {}

    /** There was no answer, or the process died before it: a job may exist. */
    record SubmitLost(String reason) implements RunEvent {}

    /** The quiet window passed and no job was found; the creation may be sent again. */
    record NothingFound(int looks) implements RunEvent {}

    /** The run's one job. */
    record JobAdopted(String jobId, boolean found, List<String> surplus) implements RunEvent {}

    /** The job, when it was last seen to have changed. */
    record JobSeen(
            String phase,
            String providerText,
            @Nullable Instant estimatedFinish,
            @Nullable Long trainedTokens,
            Map<String, Double> metrics)
            implements RunEvent {}

    /** The job died with the process that worked on it, unbilled; another may take its place. */
    record JobInterrupted(String jobId) implements RunEvent {}

    /** The job succeeded. */
    record Trained(String modelId, @Nullable Long trainedTokens) implements RunEvent {}

    /** The job is over, and this is what it cost. */
    record Billed(BigDecimal amount, String currency, String basis) implements RunEvent {}

    /** The new model answers; the cost is in the currency of the run's own, and null where it is not known. */
    record Answered(long latencyMillis, @Nullable BigDecimal cost) implements RunEvent {}

    /** The new model is measured; amount and currency are null where the cost is not known. */
    record Evaluated(
            List<ScoreCard> cards,
            @Nullable BigDecimal amount,
            @Nullable String currency) implements RunEvent {}

    /** The new model is a version in the registry. */
    record Registered(String versionId, String version) implements RunEvent {}

    /** The policy decided. */
    record Decided(boolean promoted, String summary) implements RunEvent {}

    /** Something failed that passes; the stage is tried again not before the given time. */
    record Delayed(String reason, Instant notBefore) implements RunEvent {}

    /** This host looked for the job and found none; the quiet window runs from here on this host's clock. */
    record LookBegan(String host, Instant at) implements RunEvent {}

    /** A deadline passed; the run waits until it is extended or cancelled. */
    record TimedOut(String reason) implements RunEvent {}

    /** The run was extended, with new deadlines. */
    record Extended(String by) implements RunEvent {}

    /** A person must decide; the run rests until then. */
    record DecisionNeeded(String question) implements RunEvent {}

    /** The person decided to send the creation again. */
    record ResendAllowed(String by) implements RunEvent {}

    /** Somebody wants the run to end; a job that may exist must be found first. */
    record CancelRequested(String by) implements RunEvent {}

    /** The run is over because of an error. */
    record Failed(String reason) implements RunEvent {}

    /** The run was cancelled. */
    record Cancelled(String by) implements RunEvent {}
}
