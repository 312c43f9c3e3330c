package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.local.internal.store.ModelStore;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job's life, step by step: the executor is a queue that the test works off. */
class JobLifeTest {
    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-05-01T00:00:00Z"));
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private LocalTrainingPipeline pipeline() {
        return new LocalTrainingPipeline(LocalSettings.builder(folder)
                .executor(tasks::add)
                .clock(time)
                .sleeper(time)
                .build());
    }

    private void workOff() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static TrainingRequest request(TrainingFile file) {
        return TrainingRequest.builder(LocalTrainingPipeline.AUTO, file)
                .hyperparameters(Hyperparameters.AUTO.withEpochs(2))
                .build();
    }

    private static TrainingRequest request(LocalTrainingPipeline pipeline) {
        return request(Tuning.upload(pipeline, Tuning.questions(40, 0, 1)));
    }

    private JobPhase phase(LocalTrainingPipeline pipeline, TrainingJob job) {
        return pipeline.job(job.id()).status().phase();
    }

    @Test
    void job_stepByStep_isValidatedQueuedTrained() {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingJob job = pipeline.start(request(pipeline));
            assertThat(job.status().phase()).isEqualTo(JobPhase.VALIDATING);
            tasks.remove().run();
            assertThat(phase(pipeline, job)).isEqualTo(JobPhase.QUEUED);
            tasks.remove().run();
            assertThat(phase(pipeline, job)).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(pipeline.job(job.id()).details())
                    .containsEntry("algorithm", LocalTrainingPipeline.LINEAR)
                    .containsEntry("seed", 42);
        }
    }

    @Test
    void job_cancelledBeforeItTrains_endsCancelledWithoutAModel() {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingJob job = pipeline.start(request(pipeline));
            tasks.remove().run();
            assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLING);
            workOff();
            assertThat(phase(pipeline, job)).isEqualTo(JobPhase.CANCELLED);
            assertThat(pipeline.models().list()).isEmpty();
            assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        }
    }

    @Test
    void job_ofAClosedPipeline_failsAsInterrupted() {
        LocalTrainingPipeline pipeline = pipeline();
        TrainingJob job = pipeline.start(request(pipeline));
        pipeline.close();
        workOff();

        TrainingJob seen = pipeline().job(job.id());
        assertThat(seen.status().phase()).isEqualTo(JobPhase.FAILED);
        assertThat(seen.failure().orElseThrow().code()).hasValue(JobFailure.INTERRUPTED);
    }

    @Test
    void job_startedAfterClose_failsAsInterrupted() {
        LocalTrainingPipeline pipeline = LocalTrainingPipeline.in(folder);
        TrainingRequest request = request(pipeline);
        pipeline.close();

        assertThat(pipeline.start(request).failure().orElseThrow().code()).hasValue(JobFailure.INTERRUPTED);
    }

    @Test
    void jobs_areListedNewestFirst() {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(0, pipeline.start(request(pipeline)).id());
                time.advance(Duration.ofSeconds(1));
            }
            workOff();
            try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL)) {
                assertThat(jobs).extracting(TrainingJob::id).isEqualTo(ids);
            }
        }
    }

    private JobFailure failureOf(List<ChatExample> examples) {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingJob job = pipeline.start(request(Tuning.upload(pipeline, examples)));
            workOff();
            TrainingJob seen = pipeline.job(job.id());
            assertThat(seen.status().phase()).isEqualTo(JobPhase.FAILED);
            return seen.failure().orElseThrow();
        }
    }

    @Test
    void job_onARowWithoutAnswer_failsAndNamesTheRow() {
        JobFailure failure = failureOf(List.of(
                ChatExample.of(Message.user("a"), Message.assistant("b")),
                ChatExample.of(Message.user("secret text"))));

        assertThat(failure.code()).hasValue("missing_assistant_message");
        assertThat(failure.row()).hasValue(2);
        assertThat(failure.param()).hasValue("training_file");
        assertThat(failure.message()).contains("row 2").doesNotContain("secret");
    }

    @Test
    void job_onAnEmptyAnswer_failsAndNamesRowAndMessage() {
        JobFailure failure = failureOf(List.of(ChatExample.of(Message.user("a"), Message.assistant(" "))));

        assertThat(failure.code()).hasValue("empty_answer");
        assertThat(failure.row()).hasValue(1);
        assertThat(failure.messageIndex()).hasValue(1);
    }

    @Test
    void job_onAnAnswerToNothing_fails() {
        assertThat(failureOf(List.of(ChatExample.of(Message.assistant("b")))).code())
                .hasValue("missing_question");
    }

    @Test
    void job_onAFileEmptiedAfterTheUpload_fails() throws Exception {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingRequest request = request(pipeline);
            Path file = folder.resolve("files").resolve(request.trainingFile() + ".jsonl");
            Files.write(file, new byte[0]);
            TrainingJob job = pipeline.start(request);
            workOff();
            assertThat(pipeline.job(job.id()).failure().orElseThrow().code()).hasValue("empty_file");
        }
    }

    @Test
    void job_onADamagedFile_failsAndNamesTheRow() throws Exception {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingRequest request = request(pipeline);
            Path file = folder.resolve("files").resolve(request.trainingFile() + ".jsonl");
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(6, lines.get(6).substring(0, 20));
            Files.write(file, lines);
            TrainingJob job = pipeline.start(request);
            workOff();
            assertThat(pipeline.job(job.id()).failure().orElseThrow().row()).hasValue(7);
        }
    }

    @Test
    void start_beyondThisProvider_isRejectedWithAllReasons() {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingRequest request = request(pipeline).toBuilder()
                    .suffix("a:b")
                    .hyperparameters(Hyperparameters.AUTO.withEpochs(1_001).with("warmup", 1))
                    .addOption("integrations", "x")
                    .build();

            assertThatThrownBy(() -> pipeline.start(request))
                    .isInstanceOfSatisfying(
                            RequestRejectedException.class,
                            e -> assertThat(e.reasons()).hasSize(4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "../../etc/passwd", "a/b", "", ".", "file-\u0000", "C:\\x"})
    void ids_thatAreNotOurs_leadNowhere(String id) {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            assertThatThrownBy(() -> pipeline.job(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> pipeline.cancel(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> pipeline.events(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> pipeline.checkpoints(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> pipeline.files().download(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> pipeline.chatModel(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> pipeline.models().delete(id)).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void upload_withANameLikeAPath_staysInTheFolder() throws Exception {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingFile file = pipeline.upload(TrainingData.of("../../x/../é\n", Tuning.questions(3, 0, 1)));

            assertThat(file.name()).matches("[a-z0-9-]+\\.jsonl");
            try (Stream<Path> files = Files.list(folder.resolve("files"))) {
                assertThat(files).hasSize(2);
            }
        }
    }

    @Test
    void upload_ofAnotherKindOfExample_isRejectedByRowAndLeavesNothing() throws Exception {
        PreferenceExample preference = new PreferenceExample(
                List.of(Message.user("a")),
                List.of(Message.assistant("b")),
                List.of(Message.assistant("c")),
                List.of(),
                ExampleInfo.NONE);
        try (LocalTrainingPipeline pipeline = pipeline()) {
            TrainingData data =
                    TrainingData.of("x", List.of(Tuning.questions(1, 0, 1).get(0), preference));

            assertThatThrownBy(() -> pipeline.upload(data))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("row 2");
            try (Stream<Path> files = Files.list(folder.resolve("files"))) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void baseModel_untrained_answersNothing() {
        try (LocalTrainingPipeline pipeline = pipeline()) {
            assertThat(pipeline.chatModel("local").ask(ChatRequest.of("hello")).text())
                    .isEmpty();
            assertThatThrownBy(() -> pipeline.models().delete("local")).isInstanceOf(RequestRejectedException.class);
        }
    }

    @Test
    void model_renamedAndArchived_isDescribedSo() {
        try (LocalTrainingPipeline pipeline = Tuning.pipeline(folder)) {
            String model = Tuning.train(pipeline, "local", Tuning.questions(40, 0, 1), 1)
                    .model()
                    .orElseThrow();
            pipeline.models().rename(model, "support");
            pipeline.models().archive(model, true);

            assertThat(pipeline.models().describe(model).archived()).isTrue();
            assertThat(pipeline.models().describe(model).details())
                    .containsAllEntriesOf(Map.of(ModelStore.NAME, "support"));
            assertThat(pipeline.models().describe(model).root()).hasValue("local");
        }
    }

    @Test
    void pipeline_inAPlaceThatIsAFile_isATypedError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> LocalTrainingPipeline.in(file)).isInstanceOf(ProviderFaultException.class);
    }
}
