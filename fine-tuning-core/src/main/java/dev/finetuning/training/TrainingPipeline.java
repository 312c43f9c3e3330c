package dev.finetuning.training;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import java.util.List;
import java.util.stream.Stream;

/**
 * A provider that trains models. Each method is one blocking exchange with the provider; none waits for a
 * job to finish, which is the task of {@link dev.finetuning.training.follow.JobWaiter}. Implementations are
 * thread-safe.
 *
 * <p>Only {@link #capabilities}, {@link #start} and {@link #job} must be implemented. An operation that the
 * provider does not have throws {@link CapabilityGoneException}; check {@link Capabilities#can} beforehand.
 * All methods throw subtypes of {@link dev.finetuning.provider.ProviderException}.
 */
public interface TrainingPipeline extends AutoCloseable {
    /** What this provider can do. */
    Capabilities capabilities();

    /**
     * All reasons why this provider would refuse a request; empty if {@link #start} would send it. Nothing
     * is sent, so a request can be checked before its data is uploaded.
     */
    default List<String> reasonsAgainst(TrainingRequest request) {
        return capabilities().reasonsAgainst(request);
    }

    /**
     * Creates a job. The request is sent exactly once, whatever happens.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if the provider cannot do what is requested;
     *     nothing was created
     * @throws dev.finetuning.provider.OutcomeUnknownException if there was no usable answer: a job may
     *     exist and can be found by the request's mark
     */
    TrainingJob start(TrainingRequest request);

    /** Returns the current state of a job, whichever process started it. */
    TrainingJob job(String jobId);

    /** Uploads data in the provider's format, or finds the same content already uploaded. */
    default TrainingFile upload(TrainingData data) {
        throw unsupported("upload");
    }

    /** The matching jobs, newest first, fetched page by page as the stream is read. */
    default Stream<TrainingJob> jobs(JobQuery query) {
        throw unsupported("list");
    }

    /** Starts the training of a job that was created and waits in {@link JobPhase#VALIDATED}. */
    default TrainingJob launch(String jobId) {
        throw unsupported("launch");
    }

    /** Asks the provider to cancel a job; it may pass through {@link JobPhase#CANCELLING}. */
    default TrainingJob cancel(String jobId) {
        throw unsupported("cancel");
    }

    /** Pauses a running job. */
    default TrainingJob pause(String jobId) {
        throw unsupported("pause");
    }

    /** Continues a paused job. */
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

    /** A chat model of this provider. */
    default ChatModel chatModel(String modelId) {
        throw unsupported("chat");
    }

    /** Releases resources. Jobs at a remote provider continue. */
    @Override
    default void close() {}

    private CapabilityGoneException unsupported(String verb) {
        return new CapabilityGoneException(
                Incident.of(capabilities().provider(), verb), verb, "this provider has no such operation", null);
    }
}
