package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.follow.JobListener;
import dev.finetuning.training.follow.JobWaiter;
import dev.finetuning.training.follow.PollPace;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one folder: this one watches, the other one trains. */
@Timeout(180)
class OtherProcessTest {
    @TempDir
    Path folder;

    private Process other;
    private LocalTrainingPipeline here;
    private String jobId;

    @BeforeEach
    void start() throws Exception {
        other = LastingTraining.inAnotherProcess(folder);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
        jobId = output.readLine();
        here = LocalTrainingPipeline.in(folder);
    }

    @AfterEach
    void stop() throws Exception {
        here.close();
        other.destroyForcibly().waitFor();
    }

    /** Waits for the job's end and does something at its first checkpoint. */
    private TrainingJob awaitAnd(Consumer<TrainingJob> atFirstCheckpoint) {
        JobListener listener = new JobListener() {
            @Override
            public void onEvent(TrainingJob job, TrainingEvent event) {
                if (event.message().startsWith("epoch 1 done")) {
                    atFirstCheckpoint.accept(job);
                }
            }
        };
        try (JobWaiter waiter = JobWaiter.builder()
                .pace(PollPace.IN_PROCESS)
                .addListener(listener)
                .build()) {
            return waiter.await(here, jobId).job();
        }
    }

    @Test
    void job_whoseProcessIsKilled_isFailedAsInterruptedAndItsCheckpointsRemain() {
        TrainingJob job = awaitAnd(running -> other.destroyForcibly());

        assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
        assertThat(job.failure().orElseThrow().code()).hasValue(JobFailure.INTERRUPTED);
        List<Checkpoint> checkpoints = here.checkpoints(jobId);
        String last = checkpoints.get(checkpoints.size() - 1).modelId().orElseThrow();
        assertThat(job.failure().orElseThrow().message()).contains(last);
        assertThat(here.chatModel(last).ask(ChatRequest.of("my parcel")).text()).isIn((Object[]) Tuning.TOPICS);
        assertThat(here.events(jobId)).extracting(TrainingEvent::id).doesNotHaveDuplicates();
        try (LocalTrainingPipeline onwards = Tuning.pipeline(folder)) {
            TrainingJob next = Tuning.train(onwards, last, Tuning.questions(40, 0, 1), 1);
            assertThat(next.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        }
    }

    @Test
    void job_ofALivingProcess_isRunningAndCanBeFoundAndCancelledFromHere() {
        TrainingJob job = awaitAnd(running -> {
            assertThat(here.jobs(JobQuery.marked("child")))
                    .extracting(TrainingJob::id)
                    .containsExactly(jobId);
            assertThat(here.job(jobId).status().phase()).isEqualTo(JobPhase.RUNNING);
            assertThat(here.cancel(jobId).status().phase()).isIn(JobPhase.CANCELLING, JobPhase.CANCELLED);
        });

        assertThat(job.status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(other.isAlive()).isTrue();
        assertThat(job.failure()).isEmpty();
    }

    @Test
    void job_pausedFromHere_restsUntilItIsCancelled() {
        TrainingJob job = awaitAnd(running -> {
            here.pause(jobId);
            awaitPhase(JobPhase.PAUSED);
            here.resume(jobId);
            awaitPhase(JobPhase.RUNNING);
            here.cancel(jobId);
        });

        assertThat(job.status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(here.events(jobId))
                .extracting(TrainingEvent::message)
                .containsSubsequence("the job is paused", "the job continues");
    }

    private void awaitPhase(JobPhase phase) {
        while (here.job(jobId).status().phase() != phase) {
            Thread.onSpinWait();
        }
    }
}
