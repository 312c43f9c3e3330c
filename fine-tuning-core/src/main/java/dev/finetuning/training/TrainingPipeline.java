package dev.finetuning.training;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import java.util.List;
import java.util.stream.Stream;

/**
 * A provider that trains. The port is small and blocking: each verb is one exchange, and none of them
 * waits for a job; that is {@link
 * dev.finetuning.training.follow.JobWaiter}'s. Implementations are thread-safe.
 *
 * <p>Only {@link #capabilities}, {@link #start} and {@link #job} must be implemented. A verb that a
 * provider lacks throws {@link CapabilityGoneException}; {@link Capabilities#can} tells beforehand. All
 * verbs throw the subtypes of {@link dev.finetuning.provider.ProviderException}.
 */
public interface TrainingPipeline extends AutoCloseable {
    /** What this provider can do. */
    Capabilities capabilities();

    /**
     * All that is beyond this provider in a request; empty when {@link #start} would send it. Nothing is sent
     * to find out, so that a request can be checked before its data is uploaded.
     */
    default List<String> reasonsAgainst(TrainingRequest request) {
        return capabilities().reasonsAgainst(request);
    }

    /**
     * Creates a job. It is sent exactly once, whatever happens.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if the request is beyond the provider;
     *     nothing was created
     * @throws dev.finetuning.provider.OutcomeUnknownException if no usable answer came: a job may exist,
     *     to be found by the request's mark
     */
    TrainingJob start(TrainingRequest request);

    /** Looks at a job, also one that another process started. */
    TrainingJob job(String jobId);

    /** Uploads data in the provider's dialect, or finds the same content already there. */
    default TrainingFile upload(TrainingData data) {
        throw unsupported("upload");
    }

    /** The jobs asked for, newest first, fetched page by page as the stream is read. */
    default Stream<TrainingJob> jobs(JobQuery query) {
        throw unsupported("list");
    }

    /** Lets a job train that was created and rests in {@link JobPhase#VALIDATED}. */
    default TrainingJob launch(String jobId) {
        throw unsupported("launch");
    }

    /** Asks for a job to end; it may pass through {@link JobPhase#CANCELLING}. */
    default TrainingJob cancel(String jobId) {
        throw unsupported("cancel");
    }

    /** Pauses a running job. */
    default TrainingJob pause(String jobId) {
        throw unsupported("pause");
    }

    /** Lets a paused job go on. */
    default TrainingJob resume(String jobId) {
        throw unsupported("resume");
    }

    /** The job's events so far, oldest first, each once. */
    default List<TrainingEvent> events(String jobId) {
        return List.of();
    }

    /** The job's checkpoints so far, oldest first. */
    default List<Checkpoint> checkpoints(String jobId) {
        return List.of();
    }

    /** The provider's files. */
    default TrainingFiles files() {
        throw unsupported("files");
    }

    /** The provider's models. */
    default TunedModels models() {
        throw unsupported("models");
    }

    /** A model of this provider, ready to be asked. */
    default ChatModel chatModel(String modelId) {
        throw unsupported("chat");
    }

    /** Frees what the pipeline owns; jobs at a remote provider go on. */
    @Override
    default void close() {}

    private CapabilityGoneException unsupported(String verb) {
        return new CapabilityGoneException(
                Incident.of(capabilities().provider(), verb), verb, "this provider has no such verb", null);
    }
}
