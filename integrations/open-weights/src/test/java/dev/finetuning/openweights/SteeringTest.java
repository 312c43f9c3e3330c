package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks, queues, pauses and ends. */
class SteeringTest {
    private static final String SLOW = "{\"step_ms\": 30}";

    @TempDir
    private Path folder;

    @Test
    void build_newFolder_isItsOwnersAlone() throws Exception {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("pipeline")))
                    .containsExactlyInAnyOrder(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE);
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }

    private static JobPhase phase(OpenWeightsPipeline pipeline, String id) {
        return pipeline.job(id).status().phase();
    }

    @Test
    void pause_runningJob_restsUntilItIsResumedAndEndsTheSame() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs(SLOW);
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            Exercise.await(() -> phase(pipeline, id) == JobPhase.RUNNING);

            pipeline.pause(id);
            Exercise.await(() -> phase(pipeline, id) == JobPhase.PAUSED);
            assertThat(pipeline.job(id).failure()).isEmpty();
            assertThat(pipeline.checkpoints(id)).isNotEmpty();
            assertThat(pipeline.resume(id).status().phase()).isNotEqualTo(JobPhase.PAUSED);

            TrainingJob job = Exercise.finish(pipeline, id);
            assertThat(Exercise.workers(trainer, id)).hasSize(2);
            assertThat(Exercise.adapter(pipeline, job)).isEqualTo(Exercise.undisturbed(folder));
        }
    }

    @Test
    void pause_whoseWorkerIsKilled_lasts() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"step_ms\": 600000}");
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            pipeline.pause(id);
            FakeTrainer.kill(Exercise.workers(trainer, id).get(0));

            Exercise.await(() -> phase(pipeline, id) == JobPhase.PAUSED);
            assertThat(pipeline.job(id).failure()).isEmpty();
            trainer.knobs("{}");
            pipeline.resume(id);
            assertThat(Exercise.adapter(pipeline, Exercise.finish(pipeline, id)))
                    .isEqualTo(Exercise.undisturbed(folder));
        }
    }

    @Test
    void resume_thatDiesBeforeItsWorkerBegins_isInterruptedAndGoesOn() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs(SLOW);
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            pipeline.pause(id);
            Exercise.await(() -> phase(pipeline, id) == JobPhase.PAUSED);
            // the first thing that it does
            Files.delete(trainer.root().resolve("jobs/" + id + "/wish"));

            Exercise.await(() -> pipeline.job(id).failure().isPresent());
            assertThat(pipeline.job(id).status().providerText()).isEqualTo(JobFailure.INTERRUPTED);
            assertThat(Exercise.adapter(pipeline, Exercise.finish(pipeline, id)))
                    .isEqualTo(Exercise.undisturbed(folder));
        }
    }

    @Test
    void cancel_pausedJob_endsAtOnce() throws Exception {
        try (OpenWeightsPipeline pipeline =
                FakeTrainer.in(folder).knobs(SLOW).builder().build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            pipeline.pause(id);
            Exercise.await(() -> phase(pipeline, id) == JobPhase.PAUSED);

            assertThat(pipeline.cancel(id).status().phase()).isEqualTo(JobPhase.CANCELLED);
            assertThat(pipeline.resume(id).status().phase()).isEqualTo(JobPhase.CANCELLED);
        }
    }

    @Test
    void cancel_jobThatSucceeded_leavesItsModel() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());

            assertThat(pipeline.cancel(job.id()).model()).isEqualTo(job.model());
            assertThat(pipeline.pause(job.id()).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        }
    }

    @Test
    void start_moreJobsThanTheDeviceTakes_queuesThem() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"hold\": true, \"step_ms\": 10}");
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(pipeline.start(Exercise.request(pipeline).build()).id());
            }
            Exercise.await(() -> phase(pipeline, ids.get(0)) == JobPhase.RUNNING);
            Exercise.await(() -> phase(pipeline, ids.get(1)) == JobPhase.QUEUED);
            Exercise.await(() -> phase(pipeline, ids.get(2)) == JobPhase.QUEUED);
            pipeline.cancel(ids.get(2));
            Exercise.await(() -> phase(pipeline, ids.get(2)) == JobPhase.CANCELLED);
            Files.createFile(trainer.root().resolve("go"));

            Exercise.await(() -> {
                // the second is looked at first: it may begin between the two looks
                boolean second = phase(pipeline, ids.get(1)) == JobPhase.RUNNING;
                boolean first = phase(pipeline, ids.get(0)) == JobPhase.RUNNING;
                assertThat(first && second).isFalse();
                return phase(pipeline, ids.get(1)).terminal();
            });
            assertThat(pipeline.jobs(JobQuery.ALL))
                    .extracting(job -> job.status().phase())
                    .containsExactlyInAnyOrder(JobPhase.SUCCEEDED, JobPhase.SUCCEEDED, JobPhase.CANCELLED);
        }
    }

    @Test
    void start_sameMarkFromManyThreads_createsOneJob() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            TrainingRequest request = Exercise.request(pipeline).mark("m-1").build();
            List<Callable<TrainingJob>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> pipeline.start(request));
            }
            List<String> ids = new ArrayList<>();
            for (Future<TrainingJob> started : threads.invokeAll(starts)) {
                ids.add(started.get().id());
            }

            assertThat(ids.stream().distinct()).hasSize(1);
            assertThat(pipeline.jobs(JobQuery.ALL)).hasSize(1);
            Exercise.finish(pipeline, ids.get(0));
            assertThat(Exercise.workers(trainer, ids.get(0))).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void start_sameMarkForSomethingElse_isRefused() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            String id = pipeline.start(Exercise.request(pipeline).mark("m-1").build())
                    .id();
            TrainingRequest other =
                    Exercise.request(pipeline).mark("m-1").seed(7).build();

            assertThatThrownBy(() -> pipeline.start(other))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("the mark m-1 belongs to job " + id);
            Exercise.finish(pipeline, id);
        }
    }

    @Test
    void start_fromACheckpoint_trainsTheAdapterFurther() throws Exception {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            TrainingRequest first = Exercise.request(pipeline).build();
            TrainingJob job = Exercise.finish(pipeline, pipeline.start(first).id());
            String checkpoint = pipeline.checkpoints(job.id()).get(0).modelId().orElseThrow();
            TrainingRequest further = TrainingRequest.builder(checkpoint, first.trainingFile())
                    .hyperparameters(first.hyperparameters())
                    .build();

            TrainingJob next = Exercise.finish(pipeline, pipeline.start(further).id());

            assertThat(next.baseModel()).isEqualTo(checkpoint);
            assertThat(Exercise.adapter(pipeline, next)).isNotEqualTo(Exercise.adapter(pipeline, job));
            assertThat(pipeline.chatModel(next.id()).id()).isEqualTo(next.id());
        }
    }

    @Test
    void start_whatCannotBe_isRefusedWithEveryReason() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            TrainingRequest wrong = TrainingRequest.builder("no-model", "no-file")
                    .hyperparameters(LoraSettings.DEFAULTS
                            .hyperparameters()
                            .with("lora_rnk", 8)
                            .with("lora_alpha", 0))
                    .addOption("priority", 1)
                    .build();

            assertThat(pipeline.reasonsAgainst(wrong))
                    .anyMatch(reason -> reason.contains("setting lora_rnk is not known"))
                    .anyMatch(reason -> reason.contains("lora_alpha must be a whole number from 1 to 4096"))
                    .anyMatch(reason -> reason.contains("base model no-model is not known"))
                    .anyMatch(reason -> reason.contains("option priority"));
            assertThatThrownBy(() -> pipeline.start(wrong)).isInstanceOf(RequestRejectedException.class);
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }
}
