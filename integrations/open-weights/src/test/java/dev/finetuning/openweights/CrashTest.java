package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at any moment. */
class CrashTest {
    @TempDir
    private Path folder;

    @Test
    void job_whoseWorkerIsKilledAtRandom_endsWithTheSameAdapter() throws Exception {
        killWorkers(3);
    }

    @Test
    @Tag("campaign")
    void job_whoseWorkerIsKilledFiftyTimes_endsWithTheSameAdapter() throws Exception {
        killWorkers(50);
    }

    private void killWorkers(int times) throws Exception {
        String undisturbed = Exercise.undisturbed(folder);
        Random random = new Random(15);
        int killed = 0;
        for (int run = 0; killed < times; run++) {
            FakeTrainer trainer = FakeTrainer.in(folder.resolve("run-" + run)).knobs("{\"step_ms\": 10}");
            try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
                String id = pipeline.start(Exercise.request(pipeline).build()).id();
                Thread.sleep(random.nextInt(150));
                List<Long> workers = Exercise.workers(trainer, id);
                if (!pipeline.job(id).status().terminal()) {
                    new ProcessBuilder("kill", "-9", String.valueOf(workers.get(workers.size() - 1)))
                            .start()
                            .waitFor();
                    killed++;
                }
                TrainingJob job = Exercise.finish(pipeline, id);
                assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
                assertThat(Exercise.adapter(pipeline, job)).isEqualTo(undisturbed);
                assertThat(pipeline.jobs(JobQuery.ALL)).hasSize(1);
            }
        }
    }

    @Test
    void job_whoseJvmIsKilled_goesOnAndIsFoundByItsMark() throws Exception {
        killJvms(1);
    }

    @Test
    @Tag("campaign")
    void job_whoseJvmIsKilledFiftyTimes_isOneJobWithTheSameAdapter() throws Exception {
        killJvms(50);
    }

    private void killJvms(int times) throws Exception {
        new KilledJvms(OtherJvm.class) {
            @Override
            OpenWeightsPipelineBuilder builder(FakeTrainer trainer) {
                return trainer.builder();
            }

            @Override
            void judge(FakeTrainer trainer, TrainingJob job) throws Exception {
                assertThat(Exercise.workers(trainer, job.id())).hasSize(1);
            }
        }.kill(times, folder);
    }

    /** Starts the job and waits for it. */
    static final class OtherJvm {
        private OtherJvm() {}

        public static void main(String[] arguments) {
            KilledJvms.startsAndFollows(
                    FakeTrainer.in(Path.of(arguments[0])).builder().build());
        }
    }

    @Test
    void interruptedJob_resumedByManyAtOnce_getsOneWorker() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"step_ms\": 20}");
        try (OpenWeightsPipeline one = trainer.builder().build();
                OpenWeightsPipeline two = trainer.builder().build()) {
            String id = one.start(Exercise.request(one).build()).id();
            FakeTrainer.kill(Exercise.workers(trainer, id).get(0));
            Exercise.await(() -> one.job(id).status().phase() == JobPhase.PAUSED);

            Thread other = new Thread(() -> two.resume(id));
            other.start();
            one.resume(id);
            other.join();

            assertThat(Exercise.finish(two, id).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(Exercise.workers(trainer, id)).hasSize(2);
            Exercise.awaitNoWorkers();
        }
    }
}
