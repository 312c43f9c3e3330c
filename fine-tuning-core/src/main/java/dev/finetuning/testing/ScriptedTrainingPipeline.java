package dev.finetuning.testing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A pipeline whose jobs follow a {@link JobScript}, on a clock that tests can move. It keeps everything in
 * memory, counts calls, and fails on command. Thread-safe.
 */
public final class ScriptedTrainingPipeline implements TrainingPipeline {
    private static final String PROVIDER = "scripted";

    private final InstantSource time;
    private final JobScript script;
    private final ChatModel model;
    private final Map<List<Example>, TrainingFile> files = new HashMap<>();
    private final Map<String, ScriptedJob> jobs = new LinkedHashMap<>();
    private final ScriptedFailures failures = new ScriptedFailures();
    private final Deque<JobFailure> jobFailures = new ArrayDeque<>();
    private Capabilities capabilities;
    private final Set<String> forgotten = new HashSet<>();
    private Duration modelDelay = Duration.ZERO;
    private int lostAnswers;
    private int interruptions;
    private int uploads;
    private int looks;

    private ScriptedTrainingPipeline(InstantSource time, JobScript script, ChatModel model) {
        this.time = time;
        this.script = script;
        this.model = model;
        capabilities = Capabilities.builder(PROVIDER)
                .methods(Set.of("supervised", "preference", "reinforcement", "classifier"))
                .verbs(Set.of(Verb.UPLOAD, Verb.LIST, Verb.CANCEL, Verb.LAUNCH, Verb.EVENTS, Verb.CHAT))
                .maxEpochs(1_000)
                .maxSuffixLength(64)
                .startsByItself(!script.rests())
                .build();
    }

    /** Changes the capabilities of the pipeline from now on. */
    public synchronized ScriptedTrainingPipeline capabilities(UnaryOperator<Capabilities.Builder> change) {
        capabilities = change.apply(capabilities.toBuilder()).build();
        return this;
    }

    /**
     * A pipeline that follows a script.
     *
     * @param time the clock for the script, usually a {@link ManualTime}
     * @param script what every job does
     * @param model answers for every tuned model
     */
    public static ScriptedTrainingPipeline of(InstantSource time, JobScript script, ChatModel model) {
        return new ScriptedTrainingPipeline(time, script, model);
    }

    /** A pipeline whose jobs queue for a minute, run for ten, succeed, and produce a model that echoes. */
    public static ScriptedTrainingPipeline create(InstantSource time) {
        return of(time, JobScript.succeeding(), ScriptedChatModel.echo("scripted-model"));
    }

    /** Makes the next start fail without creating anything. */
    public synchronized ScriptedTrainingPipeline failNextStart(RuntimeException failure) {
        failures.nextStart(failure);
        return this;
    }

    /** Makes the next look at a job fail. */
    public synchronized ScriptedTrainingPipeline failNextLook(RuntimeException failure) {
        failures.nextLook(failure);
        return this;
    }

    /** Makes the next call of an operation fail. */
    public synchronized ScriptedTrainingPipeline failNext(Verb verb, RuntimeException failure) {
        failures.next(verb, failure);
        return this;
    }

    /** Makes an operation fail from now on, until {@link #mend}. */
    public synchronized ScriptedTrainingPipeline keepFailing(Verb verb, RuntimeException failure) {
        failures.always(verb, failure);
        return this;
    }

    /** Ends all failures set by {@link #keepFailing}. */
    public synchronized ScriptedTrainingPipeline mend() {
        failures.mend();
        return this;
    }

    /** Makes succeeded jobs name their model only after a delay. */
    public synchronized ScriptedTrainingPipeline nameModelsAfter(Duration delay) {
        modelDelay = delay;
        return this;
    }

    /** Makes the provider forget all jobs it has created. */
    public synchronized ScriptedTrainingPipeline forgetJobs() {
        forgotten.addAll(jobs.keySet());
        return this;
    }

    /** Makes the next start create its job and then fail with {@link OutcomeUnknownException}. */
    public synchronized ScriptedTrainingPipeline loseNextAnswer() {
        lostAnswers++;
        return this;
    }

    /** Makes the next created job fail at once, for this reason. */
    public synchronized ScriptedTrainingPipeline failNextJob(JobFailure failure) {
        jobFailures.add(failure);
        return this;
    }

    /** From now on jobs under way are seen paused, because their worker died, until they were resumed so often. */
    public synchronized ScriptedTrainingPipeline interruptJobs(int times) {
        interruptions = times;
        Set<Verb> verbs = new HashSet<>(capabilities.verbs());
        verbs.add(Verb.RESUME);
        capabilities = capabilities.toBuilder().verbs(verbs).build();
        return this;
    }

    /** How many interruptions no {@link #resume} has ended yet. */
    public synchronized int interruptionsLeft() {
        return interruptions;
    }

    /** How many jobs were created. */
    public synchronized int jobsCreated() {
        return jobs.size();
    }

    /** How many uploads were made. */
    public synchronized int uploads() {
        return uploads;
    }

    /** How often a job was looked at, including failed looks. */
    public synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public synchronized TrainingFile upload(TrainingData data) {
        failures.throwAt(Verb.UPLOAD);
        uploads++;
        List<Example> content = new ArrayList<>();
        data.forEach(example -> content.add(example.withInfo(ExampleInfo.NONE)));
        if (content.isEmpty()) {
            throw new RequestRejectedException(
                    Incident.of(PROVIDER, "upload"), List.of("there is no example to train on"), null);
        }
        return files.computeIfAbsent(content, any -> newFile(data.name()));
    }

    private TrainingFile newFile(String name) {
        String id = "file-" + (files.size() + 1);
        return TrainingFile.builder(id, name + "-" + id, "fine-tune")
                .createdAt(time.instant())
                .build();
    }

    @Override
    public synchronized TrainingJob start(TrainingRequest request) {
        capabilities().check(request);
        failures.throwAtStart();
        String id = "job-" + (jobs.size() + 1);
        ScriptedJob job = new ScriptedJob(id, request, script, time.instant());
        jobs.put(id, job);
        JobFailure failure = jobFailures.poll();
        if (failure != null) {
            job.fail(failure, time.instant());
        }
        if (lostAnswers > 0) {
            lostAnswers--;
            throw new OutcomeUnknownException(
                    Incident.of(PROVIDER, "create job"),
                    "the answer was lost, as scripted",
                    request.mark().orElse(null),
                    null);
        }
        return seen(job);
    }

    @Override
    public synchronized TrainingJob job(String jobId) {
        looks++;
        failures.throwAtLook();
        return seen(known(jobId));
    }

    private TrainingJob seen(ScriptedJob job) {
        TrainingJob now = job.at(time.instant(), modelDelay);
        if (interruptions == 0 || now.status().terminal()) {
            return now;
        }
        return now.toBuilder()
                .status(JobStatus.of(JobPhase.PAUSED))
                .failure(JobFailure.of(JobFailure.INTERRUPTED, "the worker died, as scripted"))
                .build();
    }

    @Override
    public synchronized Stream<TrainingJob> jobs(JobQuery query) {
        failures.throwAt(Verb.LIST);
        List<TrainingJob> found = new ArrayList<>();
        jobs.forEach((id, job) -> {
            if (!forgotten.contains(id)) {
                found.add(seen(job));
            }
        });
        Collections.reverse(found);
        return found.stream().filter(query::matches);
    }

    @Override
    public synchronized TrainingJob launch(String jobId) {
        failures.throwAt(Verb.LAUNCH);
        known(jobId).launch(time.instant());
        return seen(known(jobId));
    }

    @Override
    public synchronized TrainingJob cancel(String jobId) {
        failures.throwAt(Verb.CANCEL);
        known(jobId).end(JobStatus.of(JobPhase.CANCELLED), time.instant());
        return seen(known(jobId));
    }

    @Override
    public synchronized TrainingJob resume(String jobId) {
        if (!capabilities.can(Verb.RESUME)) {
            return TrainingPipeline.super.resume(jobId);
        }
        failures.throwAt(Verb.RESUME);
        ScriptedJob job = known(jobId);
        interruptions = Math.max(0, interruptions - 1);
        return seen(job);
    }

    @Override
    public synchronized List<TrainingEvent> events(String jobId) {
        failures.throwAt(Verb.EVENTS);
        return known(jobId).events(time.instant());
    }

    @Override
    public ChatModel chatModel(String modelId) {
        return model;
    }

    private ScriptedJob known(String jobId) {
        ScriptedJob job = jobs.get(jobId);
        if (job == null || forgotten.contains(jobId)) {
            throw new NotFoundException(Incident.of(PROVIDER, "look at job"), "job", jobId, null);
        }
        return job;
    }
}
