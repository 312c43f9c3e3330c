package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.notification.Retirement;
import dev.finetuning.notification.RetirementGuard;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiLifeCycleTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    private final OpenAiTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void wholeLife_throughRealHttp_endsWithAModelThatAnswers() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob job = pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file)
                .mark("run-1")
                .suffix("support")
                .build());
        assertThat(job.status().phase()).isEqualTo(JobPhase.VALIDATING);
        assertThat(job.mark()).hasValue("run-1");
        assertThat(job.failure()).isEmpty();

        time.advance(Duration.ofSeconds(15));
        assertThat(pipeline.job(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        time.advance(Duration.ofSeconds(45));
        assertThat(pipeline.job(job.id()).status().phase()).isEqualTo(JobPhase.RUNNING);
        assertThat(pipeline.pause(job.id()).status().phase()).isEqualTo(JobPhase.PAUSED);
        time.advance(Duration.ofHours(1));
        assertThat(pipeline.resume(job.id()).status().phase()).isEqualTo(JobPhase.RUNNING);
        time.advance(Duration.ofHours(1));

        TrainingJob done = pipeline.job(job.id());
        assertThat(done.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(done.trainedTokens().orElseThrow()).isPositive();
        assertThat(done.failure()).isEmpty();
        String model = done.model().orElseThrow();

        List<TrainingEvent> events = pipeline.events(job.id());
        assertThat(events).hasSize(35).doesNotHaveDuplicates();
        assertThat(events.get(0).message()).startsWith("Created");
        assertThat(events).isSortedAccordingTo((a, b) -> a.createdAt().compareTo(b.createdAt()));
        List<Checkpoint> checkpoints = pipeline.checkpoints(job.id());
        assertThat(checkpoints).extracting(Checkpoint::step).containsExactly(10L, 20L, 30L);
        assertThat(pipeline.resultMetrics(done))
                .hasSize(30)
                .allSatisfy(step ->
                        assertThat(step).containsKeys(Metrics.STEP, Metrics.TRAIN_LOSS, Metrics.TRAIN_ACCURACY));

        ChatReply reply = pipeline.chatModel(model).ask(ChatRequest.of("How do I reset device number 7?"));
        assertThat(reply.text()).isEqualTo("Hold the button for 7 seconds.");
        assertThat(reply.finishReason()).isEqualTo(ChatReply.STOP);
        assertThat(reply.usage().inputTokens()).isPositive();
        assertThat(reply.requestId().orElseThrow()).startsWith("req_");
        assertThat(pipeline.models().describe(model).shutdownAt()).isPresent();
    }

    @Test
    void retirementGuard_modelWhoseEndTheProviderAnnounces_recordsItOnce() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        String id = pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build())
                .id();
        time.advance(Duration.ofHours(3));
        ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
        registry.register(Registration.builder("support", pipeline.job(id))
                .provider(pipeline.capabilities().provider())
                .build());
        RetirementGuard guard = RetirementGuard.builder(registry).build();

        assertThat(guard.look(pipeline)).isEqualTo(1);
        assertThat(guard.look(pipeline)).isZero();
        assertThat(guard.before(Instant.parse("2027-01-15T00:00:00Z")))
                .singleElement()
                .extracting(Retirement::at)
                .isEqualTo(Instant.parse("2027-01-14T00:00:00Z"));
    }

    @Test
    void resultMetrics_fileCutHalfWay_isReadAgainWhole() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        String id = pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build())
                .id();
        time.advance(Duration.ofHours(1));
        TrainingJob done = pipeline.job(id);
        sandbox.failNext("GET .*/content$", Fault.HALF_BODY_AFTER);
        assertThat(pipeline.resultMetrics(done)).hasSize(30);
    }

    @Test
    void upload_sameContentTwice_isSentOnce() {
        TrainingFile first = pipeline.upload(Fixtures.support("support", 12));
        TrainingFile second = pipeline.upload(Fixtures.support("support", 12));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(sandbox.fileCount()).isEqualTo(1);
        assertThat(first.name()).matches("support-[0-9a-f]{16}\\.jsonl");
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
        try (Stream<TrainingJob> all = pipeline.jobs(JobQuery.ALL)) {
            assertThat(all).hasSize(3);
        }
    }

    @Test
    void jobs_onManyPages_areFetchedAsTheyAreRead() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        for (int i = 0; i < 150; i++) {
            pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        }
        try (Stream<TrainingJob> some = pipeline.jobs(JobQuery.ALL).limit(10)) {
            assertThat(some).hasSize(10);
        }
        assertThat(lists()).isEqualTo(1);
        try (Stream<TrainingJob> all = pipeline.jobs(JobQuery.ALL)) {
            assertThat(all).extracting(TrainingJob::id).hasSize(150).doesNotHaveDuplicates();
        }
        assertThat(lists()).isEqualTo(3);
    }

    private long lists() {
        return sandbox.requestLines().stream()
                .filter("GET /v1/fine_tuning/jobs"::equals)
                .count();
    }

    @Test
    void jobs_byPhaseTimeAndBaseModel_areOnlyThose() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob first =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        pipeline.cancel(first.id());
        time.advance(Duration.ofHours(1));
        Instant noon = time.instant();
        TrainingJob second = pipeline.start(
                TrainingRequest.builder("gpt-4.1-2025-04-14", file).build());
        assertThat(ids(JobQuery.ALL.withPhase(JobPhase.CANCELLED))).containsExactly(first.id());
        assertThat(ids(JobQuery.ALL.since(noon))).containsExactly(second.id());
        assertThat(ids(JobQuery.ALL.withBaseModel(Fixtures.MODEL))).containsExactly(first.id());
    }

    private List<String> ids(JobQuery query) {
        try (Stream<TrainingJob> jobs = pipeline.jobs(query)) {
            return jobs.map(TrainingJob::id).toList();
        }
    }

    @Test
    void job_failedOverARecord_leadsBackToItsLine() {
        Dataset data = Dataset.builder("support")
                .addCsvText(
                        "question,answer\n\"two\nlines\",a\nb,c\nd,e\n",
                        ColumnMapping.user("question").assistant("answer"))
                .build();
        sandbox.answerNext(
                "GET /v1/fine_tuning/jobs/",
                Answer.json(
                        200,
                        "{\"id\":\"ftjob-1\",\"status\":\"failed\",\"error\":{\"message\":"
                                + "\"Invalid file format. Example 2, message 1 is empty\"}}"));
        JobFailure failure = pipeline.job("ftjob-1").failure().orElseThrow();
        assertThat(failure.originIn(data.examples()).orElseThrow()).hasToString("text, line 4 (row 2)");
        assertThat(failure.originIn(List.of())).isEmpty();
    }

    @Test
    void job_tooFewExamples_failsWithTheProvidersCode() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 3));
        TrainingJob job =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        time.advance(Duration.ofMinutes(1));
        TrainingJob failed = pipeline.job(job.id());
        assertThat(failed.status().phase()).isEqualTo(JobPhase.FAILED);
        assertThat(failed.failure().orElseThrow().code()).hasValue("invalid_n_examples");
    }

    @Test
    void cancel_runningJob_isCancelled() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob job =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        time.advance(Duration.ofSeconds(40));
        assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        time.advance(Duration.ofHours(1));
        assertThat(pipeline.job(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
    }
}
