package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at any moment. */
class CrashTest {
    private static final String MARK = "crash";

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
        String undisturbed = Exercise.undisturbed(folder);
        Random random = new Random(15);
        for (int run = 0; run < times; run++) {
            Path place = folder.resolve("jvm-" + run);
            FakeTrainer trainer = FakeTrainer.in(place).knobs("{\"step_ms\": 20}");
            Process jvm = Exercise.otherJvm(OtherJvm.class, place);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("starts");
                // in the middle of creating the job, or while it trains
                Thread.sleep(random.nextInt(400));
            } finally {
                jvm.destroyForcibly().waitFor();
            }
            try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
                TrainingJob started =
                        pipeline.start(Exercise.request(pipeline).mark(MARK).build());
                TrainingJob job = Exercise.finish(pipeline, started.id());

                assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
                assertThat(pipeline.jobs(JobQuery.marked(MARK))).hasSize(1);
                assertThat(Exercise.adapter(pipeline, job)).isEqualTo(undisturbed);
                assertThat(Exercise.workers(trainer, job.id())).hasSize(1);
            }
        }
    }

    /** Starts the job and waits for it. */
    static final class OtherJvm {
        private OtherJvm() {}

        public static void main(String[] arguments) {
            OpenWeightsPipeline pipeline =
                    FakeTrainer.in(Path.of(arguments[0])).builder().build();
            var request = Exercise.request(pipeline).mark(MARK).build();
            System.out.println("starts");
            Exercise.finish(pipeline, pipeline.start(request).id());
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
        }
    }
}
