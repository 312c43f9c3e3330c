package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.Secret;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.openweights.sandbox.RaySandbox;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a Ray cluster where nothing goes wrong. */
class RayClusterTest {
    private static final String SLOW = "{\"step_ms\": 30}";

    @RegisterExtension
    private final RaySandbox ray = new RaySandbox();

    @TempDir
    private Path folder;

    @Test
    void job_onACluster_endsWithTheSameAdapterByOneSubmission() throws Exception {
        ray.token(Canary.KEY);
        FakeTrainer trainer = FakeTrainer.in(folder);
        RayCluster.Builder cluster = FakeTrainer.cluster(ray.root())
                .token(Secret.of(Canary.KEY))
                .cpus(2)
                .gpus(0.5)
                .memory(1 << 20)
                .resource("fast", 1)
                .variable("NCCL_DEBUG", "INFO");
        try (OpenWeightsPipeline pipeline = trainer.builder(cluster).build()) {
            TrainingJob started =
                    pipeline.start(Exercise.request(pipeline).mark("m-1").build());
            TrainingJob job = Exercise.finish(pipeline, started.id());

            assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(Exercise.adapter(pipeline, job)).isEqualTo(Exercise.undisturbed(folder));
            assertThat(ray.attempts(job.id())).containsExactly(1);
            JsonNode sent = ray.request(job.id(), 1);
            assertThat(sent.path("entrypoint").asText())
                    .contains("fake_worker.py")
                    .endsWith("--attempt 1");
            assertThat(sent.path("entrypoint_num_gpus").asDouble()).isEqualTo(0.5);
            assertThat(sent.path("entrypoint_resources").path("fast").asDouble())
                    .isEqualTo(1);
            assertThat(sent.path("metadata").path("fine_tuning_job").asText()).isEqualTo(job.id());
            assertThat(pipeline.toString() + cluster.build()).doesNotContain(Canary.KEY);
        }
    }

    @Test
    void cluster_thatSeesTheFolderElsewhere_isToldItsOwnPaths() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder.resolve("here"));
        Path there = Files.createSymbolicLink(folder.resolve("it's there"), folder.resolve("here"));
        RayCluster.Builder cluster =
                FakeTrainer.cluster(ray.root()).folder(folder.toRealPath().resolve("here"), there + "/");
        try (OpenWeightsPipeline pipeline = trainer.builder(cluster)
                .baseModel(FakeTrainer.BASE, folder.toRealPath().resolve("here").resolve("base"))
                .build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());

            assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(Files.readString(trainer.root().resolve("jobs/" + job.id() + "/request.json")))
                    .contains("\"path\":\"" + there + "/base\"");
            assertThat(ray.request(job.id(), 1).path("entrypoint").asText()).contains(" '" + folder);
        }
    }

    @Test
    void job_ofAMarkThatAnotherFolderHasToo_isAnotherJob() throws Exception {
        ray.full(true);
        RayCluster.Builder cluster = FakeTrainer.cluster(ray.root());
        try (OpenWeightsPipeline one =
                        FakeTrainer.in(folder.resolve("one")).builder(cluster).build();
                OpenWeightsPipeline other =
                        FakeTrainer.in(folder.resolve("other")).builder(cluster).build()) {
            String id = one.start(Exercise.request(one).mark("m-1").build()).id();
            String same =
                    other.start(Exercise.request(other).mark("m-1").build()).id();
            assertThat(same).isEqualTo(id);
            assertThat(ray.ids()).hasSize(2);

            assertThat(other.cancel(id).status().phase()).isEqualTo(JobPhase.CANCELLED);
            ray.full(false);
            assertThat(Exercise.finish(one, id).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(ray.attempts(id)).containsExactly(1, 1);
        }
    }

    @Test
    void pauseAndResume_onACluster_takeASubmissionEach() throws Exception {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .knobs(SLOW)
                .builder(FakeTrainer.cluster(ray.root()))
                .build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.RUNNING);
            pipeline.pause(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.PAUSED);
            assertThat(pipeline.job(id).failure()).isEmpty();
            pipeline.resume(id);

            TrainingJob job = Exercise.finish(pipeline, id);
            assertThat(Exercise.adapter(pipeline, job)).isEqualTo(Exercise.undisturbed(folder));
            assertThat(ray.attempts(id)).containsExactly(1, 2);
            assertThat(pipeline.events(id)).extracting(TrainingEvent::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void job_thatWaitsForResources_isQueuedAndEndsWhenItIsCancelled() throws Exception {
        ray.full(true);
        FakeTrainer trainer = FakeTrainer.in(folder);
        try (OpenWeightsPipeline pipeline =
                trainer.builder(FakeTrainer.cluster(ray.root())).build()) {
            TrainingJob waiting = pipeline.start(Exercise.request(pipeline).build());
            assertThat(waiting.status().phase()).isEqualTo(JobPhase.QUEUED);
            assertThat(waiting.status().providerText()).isEqualTo("PENDING");

            assertThat(pipeline.cancel(waiting.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
            ray.full(false);
            assertThat(trainer.root().resolve("jobs/" + waiting.id() + "/adapter"))
                    .doesNotExist();
            assertThat(pipeline.resume(waiting.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
        }
    }

    @Test
    void cancel_workerThatDoesNotListen_isStoppedWhenAskedAgain() throws Exception {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .knobs("{\"step_ms\": 600000}")
                .builder(FakeTrainer.cluster(ray.root()))
                .build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.RUNNING);

            assertThat(pipeline.cancel(id).status().phase()).isEqualTo(JobPhase.CANCELLING);
            pipeline.cancel(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.CANCELLED);
        }
    }

    @Test
    void log_ofAJob_isWhatRayHasAndStaysWhenRayForgets() throws Exception {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .knobs("{\"fault\": \"die_once\"}")
                .builder(FakeTrainer.cluster(ray.root()).launcher("sh", "-c", "echo begins; " + python(), "sh"))
                .build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());
            Exercise.await(() -> pipeline.log(job.id()).split("begins").length == 3);
            Exercise.await(() -> Files.exists(folder.resolve("pipeline/jobs/" + job.id() + "/ray-2.log"))
                    || pipeline.log(job.id()).isEmpty());
            String log = pipeline.log(job.id());

            ray.restart();
            assertThat(pipeline.log(job.id())).isEqualTo(log);
        }
    }

    /** Runs the interpreter with the arguments that the shell was given. */
    private static String python() {
        return FakeTrainer.python() + " \"$@\"";
    }

    @Test
    void pipeline_withoutPythonHere_saysWhatItTakes() {
        try (OpenWeightsPipeline pipeline =
                FakeTrainer.in(folder).builder(FakeTrainer.cluster(ray.root())).build()) {
            TrainingRequest request = Exercise.request(pipeline).build();

            assertThat(pipeline.capabilities().can(Capabilities.Verb.CHAT)).isFalse();
            assertThatThrownBy(() -> pipeline.preview(request, 1, 1))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("Builder.environment");
            assertThatThrownBy(() -> pipeline.export(ModelExport.merged(FakeTrainer.BASE), folder.resolve("export")))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("Builder.environment");
            assertThatThrownBy(() -> pipeline.chatModel(FakeTrainer.BASE)).isInstanceOf(CapabilityGoneException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ray.example.com:8265",
                "http://10.0.0.1:8265",
                "http://127.example.com",
                "http://localhost.example.com",
                "ray://127.0.0.1:10001"
            })
    void builder_plainHttpOffThisMachine_isRefused(String url) {
        assertThatThrownBy(() -> RayCluster.builder(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://ray.example.com", "http://127.0.0.1:8265", "http://localhost:8265/", "http://[::1]:8265"
            })
    void builder_encryptedOrOnThisMachine_isTaken(String url) {
        assertThat(RayCluster.builder(url).build()).asString().contains("RayCluster[http");
    }

    @Test
    void builder_badValues_areRefusedAtTheCall() {
        RayCluster.Builder builder = RayCluster.builder("http://127.0.0.1:8265");

        assertThatThrownBy(() -> builder.cpus(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.gpus(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.memory(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.variable("A B", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(builder::launcher).isInstanceOf(IllegalArgumentException.class);
    }
}
