package dev.finetuning.training.follow;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.training.Capabilities;
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
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pipeline that looks at each job, and at its events, no more often than a pace says, however many ask. In between
 * it answers what it saw last, or repeats how the last look failed. For hosts in which many look at the same jobs: a
 * scheduler that advances runs often, and people who watch them.
 *
 * <p>What this pipeline does to a job is seen at once; what the provider or another process does, at the next look.
 * A change of the job's status or of its events has both looked at anew. It remembers what it saw of the 1,000 jobs
 * that were asked for last. Everything else goes to the provider as it is. Thread-safe: of several that ask at the same
 * time, one looks; the others get what was seen before, or wait where that is nothing.
 *
 * <pre>{@code
 * TrainingPipeline shared = PacedPipeline.of(provider, PollPace.DEFAULT);
 * }</pre>
 */
public final class PacedPipeline implements TrainingPipeline {
    private static final int REMEMBERED = 1_000;

    private final TrainingPipeline pipeline;
    private final PollPace pace;
    private final InstantSource time;
    private final Map<String, PacedJob> jobs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PacedJob> eldest) {
            return size() > REMEMBERED;
        }
    };

    private PacedPipeline(TrainingPipeline pipeline, PollPace pace, InstantSource time) {
        this.pipeline = pipeline;
        this.pace = pace;
        this.time = time;
    }

    /**
     * A pipeline with a pace.
     *
     * @param pipeline asks the provider; closed with this one
     * @param pace how often
     */
    public static PacedPipeline of(TrainingPipeline pipeline, PollPace pace) {
        return of(pipeline, pace, InstantSource.system());
    }

    /**
     * The same, by another clock.
     *
     * @param pipeline asks the provider; closed with this one
     * @param pace how often
     * @param clock tells when the next look is due
     */
    public static PacedPipeline of(TrainingPipeline pipeline, PollPace pace, InstantSource clock) {
        return new PacedPipeline(pipeline, pace, clock);
    }

    private PacedJob looks(String jobId) {
        synchronized (jobs) {
            return jobs.computeIfAbsent(jobId, id -> new PacedJob(pipeline, id, pace, time));
        }
    }

    /** What was seen before is no longer true once somebody has tried to change the job. */
    private void forget(String jobId) {
        synchronized (jobs) {
            jobs.remove(jobId);
        }
    }

    @Override
    public TrainingJob job(String jobId) {
        return looks(jobId).job();
    }

    @Override
    public List<TrainingEvent> events(String jobId) {
        return looks(jobId).events();
    }

    @Override
    public TrainingJob launch(String jobId) {
        try {
            return pipeline.launch(jobId);
        } finally {
            forget(jobId);
        }
    }

    @Override
    public TrainingJob cancel(String jobId) {
        try {
            return pipeline.cancel(jobId);
        } finally {
            forget(jobId);
        }
    }

    @Override
    public TrainingJob pause(String jobId) {
        try {
            return pipeline.pause(jobId);
        } finally {
            forget(jobId);
        }
    }

    @Override
    public TrainingJob resume(String jobId) {
        try {
            return pipeline.resume(jobId);
        } finally {
            forget(jobId);
        }
    }

    @Override
    public Capabilities capabilities() {
        return pipeline.capabilities();
    }

    @Override
    public List<String> reasonsAgainst(TrainingRequest request) {
        return pipeline.reasonsAgainst(request);
    }

    @Override
    public TrainingJob start(TrainingRequest request) {
        return pipeline.start(request);
    }

    @Override
    public TrainingFile upload(TrainingData data) {
        return pipeline.upload(data);
    }

    @Override
    public Stream<TrainingJob> jobs(JobQuery query) {
        return pipeline.jobs(query);
    }

    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return pipeline.checkpoints(jobId);
    }

    @Override
    public TrainingFiles files() {
        return pipeline.files();
    }

    @Override
    public TunedModels models() {
        return pipeline.models();
    }

    @Override
    public ChatModel chatModel(String modelId) {
        return pipeline.chatModel(modelId);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
