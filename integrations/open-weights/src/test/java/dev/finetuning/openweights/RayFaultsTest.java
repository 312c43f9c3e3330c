package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Secret;
import dev.finetuning.openweights.sandbox.RaySandbox;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between a pipeline and a Ray cluster; at no time there are two workers of a job. */
class RayFaultsTest {
    private static final String SUBMIT = "POST /api/jobs/$";
    private static final String LOOK = "GET /api/jobs/[^/]+$";

    @RegisterExtension
    private final RaySandbox ray = new RaySandbox();

    @TempDir
    private Path folder;

    private OpenWeightsPipeline pipeline() {
        return pipeline("{}");
    }

    private OpenWeightsPipeline pipeline(String knobs) {
        return FakeTrainer.in(folder)
                .knobs(knobs)
                .builder(FakeTrainer.cluster(ray.root()).answerTimeout(Duration.ofSeconds(2)))
                .build();
    }

    private static TrainingRequest marked(OpenWeightsPipeline pipeline) {
        return Exercise.request(pipeline).mark("m-1").build();
    }

    private void requireOneJob(OpenWeightsPipeline pipeline, TrainingJob job) throws Exception {
        assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(pipeline.jobs(JobQuery.marked("m-1"))).hasSize(1);
        assertThat(Exercise.adapter(pipeline, job)).isEqualTo(Exercise.undisturbed(folder));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER"})
    void submission_whoseAnswerIsLost_isFoundAndTrainsOnce(Fault fault) throws Exception {
        ray.failNext(SUBMIT, fault);
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingJob started = pipeline.start(marked(pipeline));

            requireOneJob(pipeline, Exercise.finish(pipeline, started.id()));
            assertThat(ray.attempts(started.id())).containsExactly(1);
            assertThat(ray.requestLines().stream().filter("POST /api/jobs/"::equals))
                    .hasSize(1);
        }
    }

    @Test
    void submission_thatNeverArrived_isSentAgainByWhoeverFindsTheJob() throws Exception {
        ray.failNext(SUBMIT, Fault.RESET_BEFORE);
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingRequest request = marked(pipeline);
            assertThatThrownBy(() -> pipeline.start(request))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            unknown -> assertThat(unknown.mark()).contains("m-1"));
            TrainingJob found =
                    pipeline.jobs(JobQuery.marked("m-1")).findFirst().orElseThrow();
            assertThat(found.failure().orElseThrow().message()).contains("no worker has begun");

            requireOneJob(
                    pipeline, Exercise.finish(pipeline, pipeline.start(request).id()));
            assertThat(ray.attempts(found.id())).containsExactly(1);
        }
    }

    @Test
    void head_thatHasNoAgentYet_isAskedAgain() throws Exception {
        ray.answerNext(SUBMIT, text(500, "No available agent to submit job, please try again later."));
        try (OpenWeightsPipeline pipeline = pipeline()) {
            assertThatThrownBy(() -> pipeline.start(marked(pipeline)))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasRootCauseMessage(
                            "open-weights: submit, HTTP 500: No available agent to submit job, please try again later.");
            String id = pipeline.jobs(JobQuery.ALL).findFirst().orElseThrow().id();

            requireOneJob(pipeline, Exercise.finish(pipeline, id));
        }
    }

    @Test
    void start_withoutAHead_createsNothing() {
        String address = ray.root();
        ray.close();
        try (OpenWeightsPipeline pipeline =
                FakeTrainer.in(folder).builder(FakeTrainer.cluster(address)).build()) {
            assertThatThrownBy(() -> pipeline.start(marked(pipeline))).isInstanceOf(RetryLaterException.class);
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }

    @Test
    void start_withAWrongToken_createsNothing() {
        ray.token("another");
        RayCluster.Builder cluster = FakeTrainer.cluster(ray.root()).token(Secret.of(Canary.KEY));
        try (OpenWeightsPipeline pipeline =
                FakeTrainer.in(folder).builder(cluster).build()) {
            assertThatThrownBy(() -> pipeline.start(marked(pipeline))).isInstanceOf(CredentialsException.class);
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }

    @Test
    void start_atAnAddressThatIsNoHead_createsNothing() {
        ray.answerNext("GET /api/version", Answer.json(200, "{}"));
        try (OpenWeightsPipeline pipeline = pipeline()) {
            assertThatThrownBy(() -> pipeline.start(marked(pipeline)))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("no Ray head");
            assertThat(pipeline.jobs(JobQuery.ALL)).isEmpty();
        }
    }

    @Test
    void head_restartedWhileTheJobWaits_getsItAgain() throws Exception {
        ray.full(true);
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingJob started = pipeline.start(marked(pipeline));
            ray.restart();
            assertThat(pipeline.job(started.id()).failure().orElseThrow().code())
                    .contains(JobFailure.INTERRUPTED);
            ray.full(false);

            requireOneJob(pipeline, Exercise.finish(pipeline, started.id()));
            assertThat(ray.attempts(started.id())).containsExactly(1);
        }
    }

    @Test
    void head_restartedWhileTheJobTrains_goesOnFromTheLastCheckpoint() throws Exception {
        try (OpenWeightsPipeline pipeline = pipeline("{\"step_ms\": 50}")) {
            TrainingJob started = pipeline.start(marked(pipeline));
            Exercise.await(() -> !pipeline.checkpoints(started.id()).isEmpty());
            ray.restart();

            requireOneJob(pipeline, Exercise.finish(pipeline, started.id()));
            assertThat(ray.attempts(started.id())).containsExactly(2);
            assertThat(pipeline.events(started.id()))
                    .anyMatch(event -> event.type().equals("resume"));
        }
    }

    @Test
    void job_stoppedAtTheCluster_isInterruptedAndGoesOn() throws Exception {
        try (OpenWeightsPipeline pipeline = pipeline("{\"step_ms\": 50}")) {
            TrainingJob started = pipeline.start(marked(pipeline));
            Exercise.await(() -> !pipeline.checkpoints(started.id()).isEmpty());
            ray.stopByHand(started.id(), 1);
            Exercise.await(() -> pipeline.job(started.id()).status().phase() == JobPhase.PAUSED);

            requireOneJob(pipeline, Exercise.finish(pipeline, started.id()));
        }
    }

    @Test
    void submission_thatTheClusterGaveUp_isFollowedByAnother() throws Exception {
        ray.full(true);
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingJob started = pipeline.start(marked(pipeline));
            giveUp(started.id(), 1);
            assertThat(pipeline.job(started.id()).status().phase()).isEqualTo(JobPhase.PAUSED);
            ray.full(false);

            requireOneJob(pipeline, Exercise.finish(pipeline, started.id()));
            assertThat(ray.attempts(started.id())).containsExactly(1, 2);
        }
    }

    @Test
    void resume_beforeTheClusterNoticesThatTheWorkerHasPaused_startsAnother() throws Exception {
        try (OpenWeightsPipeline pipeline = pipeline("{\"step_ms\": 50}")) {
            String id = pipeline.start(marked(pipeline)).id();
            Exercise.await(() -> !pipeline.checkpoints(id).isEmpty());
            ray.slow(true);
            pipeline.pause(id);
            Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.PAUSED);
            assertThat(pipeline.job(id).failure()).isEmpty();

            pipeline.resume(id);
            assertThat(ray.attempts(id)).containsExactly(1, 2);
            ray.slow(false);
            requireOneJob(pipeline, Exercise.finish(pipeline, id));
        }
    }

    @Test
    void resume_whoseSubmissionTheClusterGivesUp_isInterruptedAndGoesOn() throws Exception {
        try (OpenWeightsPipeline pipeline = pipeline("{\"step_ms\": 50}")) {
            String id = paused(pipeline);
            pipeline.resume(id);
            giveUp(id, 2);

            assertThat(pipeline.job(id).failure().orElseThrow().code()).contains(JobFailure.INTERRUPTED);
            ray.full(false);
            requireOneJob(pipeline, Exercise.finish(pipeline, id));
        }
    }

    @Test
    void pause_whoseSubmissionTheClusterGivesUp_lasts() throws Exception {
        try (OpenWeightsPipeline pipeline = pipeline("{\"step_ms\": 50}")) {
            String id = paused(pipeline);
            pipeline.resume(id);
            pipeline.pause(id);
            giveUp(id, 2);

            assertThat(pipeline.job(id).status().phase()).isEqualTo(JobPhase.PAUSED);
            assertThat(pipeline.job(id).failure()).isEmpty();
            ray.full(false);
            pipeline.resume(id);
            requireOneJob(pipeline, Exercise.finish(pipeline, id));
        }
    }

    /** A job that has paused, on a cluster that has no room any more. */
    private String paused(OpenWeightsPipeline pipeline) throws InterruptedException {
        String id = pipeline.start(marked(pipeline)).id();
        Exercise.await(() -> !pipeline.checkpoints(id).isEmpty());
        pipeline.pause(id);
        Exercise.await(() -> pipeline.job(id).status().phase() == JobPhase.PAUSED);
        ray.full(true);
        return id;
    }

    private void giveUp(String job, int attempt) {
        ray.fail(
                job,
                attempt,
                "JOB_SUPERVISOR_ACTOR_START_TIMEOUT",
                "Job supervisor actor failed to start within 900.0 seconds.");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNTIME_ENV_SETUP_FAILURE, pip cannot be run",
        "JOB_ENTRYPOINT_COMMAND_START_ERROR, no shell",
    })
    void submission_thatNoneWouldFollow_endsTheJob(String error, String message) {
        ray.full(true);
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingJob started = pipeline.start(marked(pipeline));
            ray.fail(started.id(), 1, error, message);

            TrainingJob job = Exercise.finish(pipeline, started.id());
            assertThat(job.failure().orElseThrow().code()).contains("worker_not_started");
            assertThat(job.failure().orElseThrow().message()).contains(error, message);
        }
    }

    @Test
    void command_thatCannotBeRun_endsTheJobAndSaysWhy() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .builder(FakeTrainer.cluster(ray.root()).launcher("no-such-interpreter"))
                .build()) {
            TrainingJob job =
                    Exercise.finish(pipeline, pipeline.start(marked(pipeline)).id());

            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(job.failure().orElseThrow().message())
                    .contains("exit code 127", "no-such-interpreter", "not found");
            assertThat(ray.ids()).hasSize(1);
        }
    }

    @Test
    void submission_thatRayFindsWrong_endsTheJob() {
        ray.answerNext(SUBMIT, text(400, "TypeError: entrypoint_num_cpus must be a number"));
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingJob job = pipeline.start(marked(pipeline));

            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(job.failure().orElseThrow().message()).contains("entrypoint_num_cpus must be a number");
        }
    }

    @Test
    void submission_inAStateThatIsNew_isLeftAlone() {
        ray.full(true);
        try (OpenWeightsPipeline pipeline = pipeline()) {
            TrainingJob started = pipeline.start(marked(pipeline));
            ray.answerNext(LOOK, Answer.json(200, "{\"status\": \"SUSPENDED\"}"));
            TrainingJob job = pipeline.job(started.id());

            assertThat(job.status().phase()).isEqualTo(JobPhase.UNKNOWN);
            assertThat(job.status().providerText()).isEqualTo("SUSPENDED");
            ray.answerNext(LOOK, Answer.json(200, "{\"status\": \"SUSPENDED\"}"));
            ray.answerNext(LOOK, Answer.json(200, "{\"status\": \"SUSPENDED\"}"));
            pipeline.resume(started.id());
            assertThat(ray.ids()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {}                            | has no status",
                "200 | {\"status\": null}            | has no status",
                "200 | {\"status\": 7}               | has no status",
                "200 | <html>sign in</html>          | not JSON",
                "401 | Unauthorized                  | Unauthorized",
                "404 | default backend - 404         | default backend",
                "302 | moved                         | redirects"
            })
    void look_thatMeetsAnOddAnswer_isATypedFailureAndStartsNothing(int status, String body, String told) {
        ray.full(true);
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .builder(FakeTrainer.cluster(ray.root()))
                .sleeper(duration -> {})
                .build()) {
            TrainingJob started = pipeline.start(marked(pipeline));
            for (int i = 0; i < 5; i++) {
                ray.answerNext(LOOK, text(status, body));
            }

            assertThatThrownBy(() -> pipeline.job(started.id()))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining(told);
            assertThat(ray.ids()).hasSize(1);
        }
    }

    private static Answer text(int status, String words) {
        return Answer.of(status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }
}
