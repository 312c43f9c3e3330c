package dev.finetuning.mistral;

import dev.finetuning.adapter.SpooledData;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.mistral.wire.JobLimits;
import dev.finetuning.mistral.wire.MistralLines;
import dev.finetuning.mistral.wire.MistralResources;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains at a provider with Mistral's API. Thread-safe.
 *
 * <p>Mistral itself has retired training: {@link #start} fails there with a {@link
 * dev.finetuning.provider.CapabilityGoneException}, which names the uploaded file. Files, models, chat and
 * batches still work.
 *
 * <p>A job is created with {@code auto_start=false} and waits once it is validated; then {@link
 * JobEstimate#of} returns its cost, and {@link #launch} starts the training. A run's mark is the job's
 * suffix, where {@link #jobs} finds it. Reads are repeated within {@link
 * MistralSettings.Builder#readPatience}; all other requests are sent once. Nothing is logged. Uploads have
 * a name with the hash of their content, by which they are found again.
 */
public final class MistralTrainingPipeline implements TrainingPipeline {
    private static final Capabilities CAPABILITIES = Capabilities.builder(Connection.PROVIDER)
            .methods(Set.of("supervised", "classifier"))
            .verbs(EnumSet.complementOf(EnumSet.of(Verb.PAUSE, Verb.RESUME)))
            .maxEpochs(1000)
            .maxSuffixLength(18)
            .startsByItself(false)
            .build();

    private final Connection connection;
    private final JobEndpoint jobs;
    private final FileEndpoint files;
    private final ModelEndpoint models;

    /** Creates a pipeline; nothing is sent yet. */
    public MistralTrainingPipeline(MistralSettings settings) {
        connection = Connection.open(settings);
        jobs = new JobEndpoint(connection);
        files = new FileEndpoint(connection);
        models = new ModelEndpoint(connection);
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The data is written to a temporary file.
     *
     * @throws RequestRejectedException if there is no example, an example cannot be represented at this provider, or
     *     the file is too large
     */
    @Override
    public TrainingFile upload(TrainingData data) {
        try (SpooledData spooled = SpooledData.write(data.name(), out -> MistralLines.write(data, out))) {
            if (spooled.isEmpty()) {
                throw rejected("write training file", List.of("there is no example to train on"));
            }
            return files.upload(spooled, "fine-tune");
        } catch (UnwritableExampleException e) {
            throw rejected("write training file", List.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a temporary file for " + data.name(), e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Jobs accept neither labels nor a seed. The only suffix is used for the mark if there is one;
     * {@link MistralModels#rename} can name the model afterwards.
     */
    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        List<String> reasons = new ArrayList<>(CAPABILITIES.reasonsAgainst(request));
        reasons.addAll(JobLimits.reasonsAgainst(request));
        return List.copyOf(reasons);
    }

    @Override
    public TrainingJob start(TrainingRequest request) {
        check(request);
        return jobs.create(request);
    }

    /**
     * What a job would cost, without creating it.
     *
     * @throws dev.finetuning.provider.CapabilityGoneException if the provider does not support dry runs any
     *     more; a job that it created instead is cancelled, and costs nothing because it never started
     */
    public JobEstimate estimate(TrainingRequest request) {
        check(request);
        return jobs.estimate(request);
    }

    private void check(TrainingRequest request) {
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw rejected("check request", reasons);
        }
    }

    private RequestRejectedException rejected(String operation, List<String> reasons) {
        return connection.exchange().failures().rejected(operation, reasons);
    }

    @Override
    public TrainingJob job(String jobId) {
        return jobs.retrieve(jobId);
    }

    @Override
    public Stream<TrainingJob> jobs(JobQuery query) {
        return jobs.list(query);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The job is read first; if it was launched before, nothing is sent.
     *
     * @throws dev.finetuning.provider.RetryLaterException if it is still being validated, or if the answer
     *     was lost and the job has not started a moment later; launching again is safe
     */
    @Override
    public TrainingJob launch(String jobId) {
        return jobs.launch(jobId);
    }

    @Override
    public TrainingJob cancel(String jobId) {
        return jobs.cancel(jobId);
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        return jobs.events(jobId);
    }

    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return jobs.checkpoints(jobId);
    }

    @Override
    public MistralFiles files() {
        return files;
    }

    @Override
    public MistralModels models() {
        return models;
    }

    /** {@inheritDoc} A tuned classifier answers like a {@link MistralClassifier}. */
    @Override
    public ChatModel chatModel(String modelId) {
        return MistralResources.isClassifier(modelId)
                ? new MistralClassifier(connection, modelId, false)
                : new MistralChatModel(connection, modelId, false);
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return "MistralTrainingPipeline[" + connection.settings() + "]";
    }
}
