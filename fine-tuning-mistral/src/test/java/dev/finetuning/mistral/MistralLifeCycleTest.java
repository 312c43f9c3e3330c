package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingMethod.Classifier.Target;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.WaitResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MistralLifeCycleTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    private TrainingRequest.Builder request() {
        return TrainingRequest.builder(Fixtures.MODEL, pipeline.upload(Fixtures.support("support", 12)));
    }

    private JobPhase phase(TrainingJob job) {
        return pipeline.job(job.id()).status().phase();
    }

    private long starts() {
        return sandbox.requestLines().stream()
                .filter(line -> line.endsWith("/start"))
                .count();
    }

    @Test
    void wholeLife_throughRealHttp_restsUntilLaunchedAndEndsWithAModelThatAnswers() {
        TrainingJob job = pipeline.start(request().mark("run-1").build());
        assertThat(job.status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(job.mark()).hasValue("run-1");
        assertThat(JobEstimate.of(job).epochs()).isEmpty();

        time.advance(Duration.ofHours(1));
        TrainingJob resting = pipeline.job(job.id());
        assertThat(resting.status().phase()).isEqualTo(JobPhase.VALIDATED);
        JobEstimate estimate = JobEstimate.of(resting);
        assertThat(estimate.cost().orElseThrow().currency().getCurrencyCode()).isEqualTo("USD");
        assertThat(estimate.trainTokens().orElseThrow()
                        % estimate.tokensPerStep().orElseThrow())
                .isZero();

        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        time.advance(Duration.ofSeconds(30));
        assertThat(phase(job)).isEqualTo(JobPhase.RUNNING);
        time.advance(Duration.ofHours(1));

        TrainingJob done = pipeline.job(job.id());
        assertThat(done.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(done.trainedTokens()).hasValue(estimate.trainTokens().orElseThrow());
        assertThat(done.finishedAt().orElseThrow()).isAfter(done.createdAt().orElseThrow());
        String model = done.model().orElseThrow();
        assertThat(model).matches("ft:open-mistral-7b:[0-9a-f]{8}:\\d{8}:run-1:[0-9a-f]{8}");

        ChatReply reply = pipeline.chatModel(model).ask(ChatRequest.of("How do I reset device number 7?"));
        assertThat(reply.text()).isEqualTo("Hold the button for 7 seconds.");
        assertThat(reply.finishReason()).isEqualTo(ChatReply.STOP);
        assertThat(reply.usage().inputTokens()).isPositive();
        assertThat(reply.requestId().orElseThrow()).isNotBlank();
    }

    @Test
    void create_request_isSentWithEverythingByTheProvidersNames() {
        TrainingFile validation = pipeline.upload(Fixtures.support("validation", 2));
        TrainingRequest request = request()
                .validationFile(validation)
                .suffix("support")
                .hyperparameters(Hyperparameters.AUTO
                        .withEpochs(2.5)
                        .with("weight_decay", 0.2)
                        .withLearningRateMultiplier(2))
                .addOption("invalid_sample_skip_percentage", 0.1)
                .addOption("integrations", List.of(WandbIntegration.of("p", Secret.of("w".repeat(40)))))
                .addOption("repositories", List.of(GithubRepository.of("owner", "code", Secret.of("t0ken"))))
                .build();

        pipeline.start(request);

        assertThat(sandbox.jobRequests())
                .singleElement()
                .isEqualTo(Map.ofEntries(
                        Map.entry("model", Fixtures.MODEL),
                        Map.entry("training_files", List.of(Map.of("file_id", request.trainingFile()))),
                        Map.entry("validation_files", List.of(validation.id())),
                        Map.entry("suffix", "support"),
                        Map.entry("hyperparameters", Map.of("epochs", 2.5, "learning_rate", 2e-4, "weight_decay", 0.2)),
                        Map.entry("auto_start", false),
                        Map.entry("job_type", "completion"),
                        Map.entry("invalid_sample_skip_percentage", 0.1),
                        Map.entry(
                                "integrations",
                                List.of(Map.of("type", "wandb", "project", "p", "api_key", "w".repeat(40)))),
                        Map.entry(
                                "repositories",
                                List.of(Map.of(
                                        "type", "github", "owner", "owner", "name", "code", "token", "t0ken", "weight",
                                        1.0)))));
    }

    @Test
    void create_filesInBothSpellings_areSentAsObjectsAndReadAsIds() {
        String first = pipeline.upload(Fixtures.support("first", 3)).id();
        String second = pipeline.upload(Fixtures.support("second", 3)).id();
        TrainingRequest request = TrainingRequest.builder(Fixtures.MODEL, first)
                .addOption("training_files", List.of(first, Map.of("file_id", second, "weight", 2.0)))
                .build();

        TrainingJob job = pipeline.start(request);

        assertThat(sandbox.jobRequests().toString()).contains("training_files=[{file_id=" + first + "}, {");
        assertThat(job.details()).containsEntry("training_files", List.of(first, second));
    }

    @Test
    void estimate_dryRun_tellsTheCostAndCreatesNothing() {
        JobEstimate estimate = pipeline.estimate(request().build());

        assertThat(estimate.cost()).isPresent();
        assertThat(estimate.epochs().orElseThrow()).isPositive();
        assertThat(estimate.duration()).contains(Duration.ofMinutes(3));
        assertThat(sandbox.jobCount()).isZero();
    }

    @Test
    void estimate_providerWithoutDryRuns_saysSoAndCancelsTheJobItGot() {
        sandbox.ignoringDryRuns();
        CapabilityGoneException gone = catchThrowableOfType(
                CapabilityGoneException.class, () -> pipeline.estimate(request().build()));

        assertThat(gone.capability()).isEqualTo("dry run");
        try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL)) {
            assertThat(jobs).extracting(job -> job.status().phase()).containsExactly(JobPhase.CANCELLED);
        }
    }

    @Test
    void launch_beforeValidation_isRefusedForNow() {
        TrainingJob job = pipeline.start(request().build());
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.launch(job.id())))
                .hasMessageContaining("QUEUED")
                .hasMessageContaining("VALIDATED");
        assertThat(starts()).isZero();
    }

    @Test
    void launch_twice_isSentOnce() {
        TrainingJob job = pipeline.start(request().build());
        time.advance(Duration.ofHours(1));
        pipeline.launch(job.id());
        time.advance(Duration.ofSeconds(1));
        assertThat(pipeline.launch(job.id()).status().providerText()).isEqualTo("QUEUED");
        time.advance(Duration.ofHours(1));
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void waiter_restingJobWhoseStartIsRefusedTwice_isLaunchedAllTheSame() {
        sandbox.answerNext("/start$", MistralSandbox.error(503, null, "Busy."));
        sandbox.answerNext("/start$", MistralSandbox.error(429, "3505", "Slow down."));
        JobWaiter waiter =
                JobWaiter.builder().clock(time).sleeper(time).threads(1).build();
        try (waiter) {
            WaitResult result = waiter.await(pipeline, request().build());
            assertThat(result.succeeded()).isTrue();
        }
        assertThat(starts()).isEqualTo(3);
    }

    @Test
    void waiter_notToLaunch_tellsThatTheJobRests() {
        JobWaiter waiter = JobWaiter.builder()
                .clock(time)
                .sleeper(time)
                .threads(1)
                .launchValidated(false)
                .build();
        try (waiter) {
            assertThat(waiter.await(pipeline, request().build()).ending()).isEqualTo(WaitResult.Ending.RESTING);
        }
    }

    @Test
    void events_inEitherOrder_areOldestFirstWithTheSameIds() {
        List<TrainingEvent> newestFirst = eventsOfAFinishedJob();
        sandbox.eventsOldestFirst();
        List<TrainingEvent> oldestFirst = eventsOfAFinishedJob();

        assertThat(newestFirst)
                .extracting(TrainingEvent::message)
                .containsExactly(
                        "status QUEUED",
                        "status VALIDATING",
                        "status VALIDATED",
                        "status QUEUED",
                        "status RUNNING",
                        "status SUCCESS");
        assertThat(oldestFirst)
                .extracting(TrainingEvent::message)
                .isEqualTo(newestFirst.stream().map(TrainingEvent::message).toList());
        assertThat(newestFirst).extracting(TrainingEvent::id).doesNotHaveDuplicates();
    }

    private List<TrainingEvent> eventsOfAFinishedJob() {
        TrainingJob job = pipeline.start(request().build());
        time.advance(Duration.ofMinutes(1));
        pipeline.launch(job.id());
        time.advance(Duration.ofHours(1));
        List<TrainingEvent> events = pipeline.events(job.id());
        assertThat(pipeline.events(job.id())).isEqualTo(events);
        return events;
    }

    @Test
    void checkpoints_accuracyAboveOne_isTakenAsItComes() {
        TrainingJob job = pipeline.start(request().build());
        time.advance(Duration.ofMinutes(1));
        pipeline.launch(job.id());
        time.advance(Duration.ofHours(1));

        List<Checkpoint> checkpoints = pipeline.checkpoints(job.id());
        assertThat(checkpoints).extracting(Checkpoint::step).containsExactly(10L, 20L, 30L);
        assertThat(checkpoints.get(0).metrics())
                .containsEntry(Metrics.VALID_ACCURACY, 1.76)
                .containsEntry(Metrics.TRAIN_LOSS, 1.5)
                .doesNotContainKey(Metrics.VALID_LOSS);
    }

    @Test
    void jobs_byMark_findsOnlyTheMarkedOne() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        for (String mark : List.of("run-1", "run-2", "run-3")) {
            pipeline.start(
                    TrainingRequest.builder(Fixtures.MODEL, file).mark(mark).build());
        }
        try (Stream<TrainingJob> marked = pipeline.jobs(JobQuery.marked("run-2"))) {
            assertThat(marked).extracting(TrainingJob::mark).containsExactly(Optional.of("run-2"));
        }
    }

    @Test
    void jobs_moreThanAPage_areReadPageByPageAndOnlyAsFarAsAsked() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 1));
        for (int i = 0; i < 250; i++) {
            pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        }
        try (Stream<TrainingJob> all = pipeline.jobs(JobQuery.ALL)) {
            assertThat(all.map(TrainingJob::id)).hasSize(250).doesNotHaveDuplicates();
        }
        long pages = pages();
        try (Stream<TrainingJob> some = pipeline.jobs(JobQuery.ALL)) {
            assertThat(some.limit(5)).hasSize(5);
        }
        assertThat(pages).isEqualTo(3);
        assertThat(pages()).isEqualTo(4);
    }

    private long pages() {
        return sandbox.requestLines().stream()
                .filter("GET /v1/fine_tuning/jobs"::equals)
                .count();
    }

    @Test
    void classifier_wholeLife_classifiesAndAnswersAsAModel() {
        TrainingData data = MistralClassifierData.of(
                TrainingData.of(
                        "topics",
                        List.of(
                                ChatExample.of(Message.user("where is my parcel"), Message.assistant("parcel")),
                                ChatExample.of(Message.user("pay the invoice"), Message.assistant("invoice")))),
                "topic");
        TrainingJob job = pipeline.start(TrainingRequest.builder("ministral-3b-latest", pipeline.upload(data))
                .method(new TrainingMethod.Classifier(
                        List.of(new Target("topic", List.of("parcel", "invoice"), false))))
                .build());
        time.advance(Duration.ofMinutes(1));
        pipeline.launch(job.id());
        time.advance(Duration.ofHours(1));
        String model = pipeline.job(job.id()).model().orElseThrow();

        assertThat(model).startsWith("ft:classifier:ministral-3b-latest:");
        assertThat(pipeline.chatModel(model)
                        .ask(ChatRequest.of("the invoice is late"))
                        .text())
                .isEqualTo("invoice");
        MistralClassifier classifier =
                new MistralClassifier(Fixtures.settings(sandbox).build(), model);
        List<ClassifierScores> results = classifier.classify(List.of("my parcel", "an invoice"));
        assertThat(results)
                .extracting(result -> result.best("topic").orElseThrow())
                .containsExactly("parcel", "invoice");
        assertThat(results.get(0).scores().get("topic").values().stream()
                        .mapToDouble(score -> score)
                        .sum())
                .isCloseTo(1, Offset.offset(1e-9));
    }

    @Test
    void start_beyondTheProvider_isRefusedWithAllReasonsBeforeAnythingIsSent() {
        TrainingRequest request = TrainingRequest.builder("m", "file-1")
                .method(new TrainingMethod.Reinforcement(Map.of()))
                .hyperparameters(Hyperparameters.AUTO
                        .withEpochs(2)
                        .withBatchSize(8)
                        .with("training_steps", 10)
                        .with("learning_rate", 2)
                        .with("seq_len", 10))
                .suffix("not.allowed")
                .mark("run-1")
                .seed(7)
                .addMetadata("team", "care")
                .build();
        RequestRejectedException refused =
                catchThrowableOfType(RequestRejectedException.class, () -> pipeline.start(request));
        assertThat(refused.reasons()).hasSize(9);
        assertThat(sandbox.requestLines()).isEmpty();
    }
}
