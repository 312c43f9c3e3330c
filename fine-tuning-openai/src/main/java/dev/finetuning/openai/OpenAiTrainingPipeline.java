package dev.finetuning.openai;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.openai.wire.OpenAiJobBody;
import dev.finetuning.openai.wire.OpenAiLines;
import dev.finetuning.openai.wire.ResultMetrics;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.TunedModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trains at OpenAI or a provider with OpenAI's API. Thread-safe.
 *
 * <p>Reads are repeated within {@link OpenAiSettings.Builder#readPatience}; all other requests are sent
 * once, with retries off at every level. A run's mark is in the job's metadata, where {@link #jobs} finds
 * it. Uploads have a name with the hash of their content, by which they are found again. Nothing is logged.
 */
public final class OpenAiTrainingPipeline implements TrainingPipeline {
    private final Connection connection;
    private final Capabilities capabilities;
    private final JobEndpoint jobs;
    private final FileEndpoint files;
    private final ModelEndpoint models;

    /** Creates a pipeline; nothing is sent yet. */
    public OpenAiTrainingPipeline(OpenAiSettings settings) {
        connection = Connection.open(settings);
        capabilities = settings.endpoint().profile().capabilities();
        jobs = new JobEndpoint(connection);
        files = new FileEndpoint(connection);
        models = new ModelEndpoint(connection);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The data is written to a temporary file, and uploaded in parts if it is larger than {@link
     * OpenAiSettings.Builder#partBytes} and the provider supports that. An upload in parts that failed
     * continues where it stopped, as long as this pipeline is open.
     *
     * @throws RequestRejectedException if an example cannot be represented at this provider, or the file is too
     *     large
     */
    @Override
    public TrainingFile upload(TrainingData data) {
        try (SpooledData spooled = spool(data)) {
            if (spooled.isEmpty()) {
                throw unwritten("there is no example to train on");
            }
            return files.upload(spooled);
        } catch (UnwritableExampleException e) {
            throw unwritten(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a temporary file for " + data.name(), e);
        }
    }

    private RequestRejectedException unwritten(String reason) {
        return connection.exchange().failures().rejected("write training file", List.of(reason));
    }

    private SpooledData spool(TrainingData data) throws IOException {
        boolean mark = connection.profile().byteOrderMark();
        return SpooledData.write(data.name(), out -> OpenAiLines.write(data, mark, out));
    }

    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        List<String> reasons = new ArrayList<>(capabilities.reasonsAgainst(request));
        reasons.addAll(OpenAiJobBody.reasonsAgainst(request, connection.profile()));
        return List.copyOf(reasons);
    }

    @Override
    public TrainingJob start(TrainingRequest request) {
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw connection.exchange().failures().rejected("check request", reasons);
        }
        return jobs.create(request);
    }

    @Override
    public TrainingJob job(String jobId) {
        return jobs.retrieve(jobId);
    }

    @Override
    public Stream<TrainingJob> jobs(JobQuery query) {
        return jobs.list(query);
    }

    @Override
    public TrainingJob cancel(String jobId) {
        return jobs.cancel(jobId);
    }

    @Override
    public TrainingJob pause(String jobId) {
        requireVerb(Verb.PAUSE, "pause");
        return jobs.pause(jobId);
    }

    @Override
    public TrainingJob resume(String jobId) {
        requireVerb(Verb.RESUME, "resume");
        return jobs.resume(jobId);
    }

    private void requireVerb(Verb verb, String name) {
        if (!capabilities.can(verb)) {
            throw new CapabilityGoneException(
                    Incident.of(capabilities.provider(), name), name, "this provider has no such operation", null);
        }
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        return jobs.events(jobId);
    }

    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return jobs.checkpoints(jobId);
    }

    /**
     * The training curve from a finished job's result files: the metrics of each step, by the names of
     * {@link dev.finetuning.training.Metrics}. Empty if the job has no such file.
     */
    public List<Map<String, Double>> resultMetrics(TrainingJob job) {
        List<Map<String, Double>> steps = new ArrayList<>();
        try {
            job.resultFiles().forEach(file -> steps.addAll(ResultMetrics.read(files, file)));
        } catch (UncheckedIOException e) {
            throw connection.exchange().failures().ofConnection(Call.read("read result file"), e);
        }
        return List.copyOf(steps);
    }

    @Override
    public TrainingFiles files() {
        return files;
    }

    @Override
    public TunedModels models() {
        return models;
    }

    @Override
    public ChatModel chatModel(String modelId) {
        return new OpenAiChatModel(connection, modelId, false);
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return "OpenAiTrainingPipeline[" + connection.settings() + "]";
    }
}
