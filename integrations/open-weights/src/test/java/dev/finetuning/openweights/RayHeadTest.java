package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.Secret;
import dev.finetuning.openweights.sandbox.CuttingProxy;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on a real Ray head of this machine; but for one test it is the fake worker that Ray starts. */
@Tag("weights")
@Tag("campaign")
class RayHeadTest {
    private static RayHead head;

    @TempDir
    private static Path place;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(RayHead.isInstalled(), "SKIPPED: there is no Ray here; .ci/open-weights/run installs it");
        long began = System.nanoTime();
        head = new RayHead(Files.createDirectory(place.resolve("ray")));
        System.out.printf("Ray's head takes jobs after %.0f s%n", (System.nanoTime() - began) / 1e9);
    }

    @AfterAll
    static void stop() {
        if (head != null) {
            head.close();
        }
    }

    private static RayCluster.Builder cluster(String url) {
        return FakeTrainer.cluster(url).token(Secret.of(Canary.KEY));
    }

    private OpenWeightsPipeline fake(String url, String knobs) {
        return FakeTrainer.in(folder).knobs(knobs).builder(cluster(url)).build();
    }

    private void requireUndisturbed(OpenWeightsPipeline pipeline, TrainingJob job) throws Exception {
        assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(pipeline.jobs(JobQuery.ALL)).hasSize(1);
        assertThat(Exercise.adapter(pipeline, job)).isEqualTo(Exercise.undisturbed(folder));
    }

    private static TrainingJob train(OpenWeightsPipeline pipeline) {
        LoraSettings settings = LoraSettings.builder().rank(4).maxLength(256).build();
        String file = pipeline.upload(
                        TrainingData.of("support", RealTrainer.support().subList(0, 16)))
                .id();
        TrainingRequest request = TrainingRequest.builder(RealTrainer.TINY, file)
                .hyperparameters(settings.hyperparameters().withEpochs(1).withBatchSize(4))
                .build();
        return RealTrainer.finish(pipeline, pipeline.start(request));
    }

    @Test
    void realTrainer_onRay_makesTheSameBytesAsBesideTheJvm() {
        RayCluster.Builder ray =
                cluster(head.url()).launcher(RealTrainer.python().toString()).cpus(1);
        try (OpenWeightsPipeline here =
                        RealTrainer.in(folder.resolve("here")).threads(1).build();
                OpenWeightsPipeline there = RealTrainer.in(folder.resolve("there"))
                        .threads(1)
                        .cluster(ray.build())
                        .build()) {
            TrainingJob job = train(there);

            assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(job.details().get("adapter_sha256"))
                    .isEqualTo(train(here).details().get("adapter_sha256"));
            assertThat(RealTrainer.metric(there, job, "train_loss")).isNotEmpty();
            assertThat(there.log(job.id())).contains("Running entrypoint for job " + job.id() + "-");
        }
    }

    @Test
    void submission_whoseAnswerIsLost_isOneJobWhoeverAsks() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(head.url());
                OpenWeightsPipeline pipeline = fake(proxy.root(), "{}");
                OpenWeightsPipeline other =
                        FakeTrainer.in(folder).builder(cluster(head.url())).build()) {
            proxy.failNext("POST /api/jobs/$", Fault.RESET_AFTER);
            TrainingRequest request = Exercise.request(pipeline).mark("m-1").build();
            TrainingJob started = pipeline.start(request);
            assertThat(other.start(request).id()).isEqualTo(started.id());

            requireUndisturbed(pipeline, Exercise.finish(pipeline, started.id()));
            assertThat(head.attempts(started.id())).containsExactly(1);
        }
    }

    @Test
    void job_pausedResumedAndCancelled_obeys() throws Exception {
        try (OpenWeightsPipeline pipeline = fake(head.url(), "{\"step_ms\": 300}")) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            Exercise.await(() -> !pipeline.checkpoints(id).isEmpty());
            pipeline.pause(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.PAUSED);
            pipeline.resume(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.RUNNING);
            pipeline.cancel(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.CANCELLED);
        }
    }

    @Test
    void job_thatWaitsForAGpu_isStoppedInTheQueue() throws Exception {
        try (OpenWeightsPipeline pipeline =
                FakeTrainer.in(folder).builder(cluster(head.url()).gpus(1)).build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            assertThat(pipeline.job(id).status().phase()).isEqualTo(JobPhase.QUEUED);
            pipeline.cancel(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.CANCELLED);
        }
    }

    @Test
    void cancel_workerThatDoesNotListen_isStopped() throws Exception {
        try (OpenWeightsPipeline pipeline = fake(head.url(), "{\"step_ms\": 600000}")) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.RUNNING);
            pipeline.cancel(id);
            pipeline.cancel(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.CANCELLED);
        }
    }

    @Test
    void head_restartedWhileTheJobTrains_isOneJobWithTheSameAdapter() throws Exception {
        try (OpenWeightsPipeline pipeline = fake(head.url(), "{\"step_ms\": 300}")) {
            TrainingRequest request = Exercise.request(pipeline).mark("m-1").build();
            String id = pipeline.start(request).id();
            Exercise.await(() -> !pipeline.checkpoints(id).isEmpty());
            head.restart();
            assertThat(head.attempts(id)).isEmpty();

            requireUndisturbed(
                    pipeline, Exercise.finish(pipeline, pipeline.start(request).id()));
            assertThat(head.attempts(id)).containsExactly(2);
        }
    }

    @Test
    void start_withAWrongToken_createsNothing() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .builder(FakeTrainer.cluster(head.url()).token(Secret.of("wrong")))
                .build()) {
            TrainingRequest request = Exercise.request(pipeline).build();
            assertThatThrownBy(() -> pipeline.start(request)).isInstanceOf(CredentialsException.class);
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }
}
