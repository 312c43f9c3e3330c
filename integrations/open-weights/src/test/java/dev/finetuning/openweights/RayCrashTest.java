package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openweights.sandbox.RaySandbox;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that are killed while a cluster trains, and several that look after one job. */
class RayCrashTest {
    private static final String URL = "url";

    @RegisterExtension
    private final RaySandbox ray = new RaySandbox();

    @TempDir
    private Path folder;

    @Test
    void jvm_killedAtRandom_leavesOneSubmission() throws Exception {
        killJvms(2);
    }

    @Test
    @Tag("campaign")
    void jvm_killedFiftyTimes_leavesOneSubmissionEach() throws Exception {
        killJvms(50);
    }

    private void killJvms(int times) throws Exception {
        new KilledJvms(OtherJvm.class) {
            @Override
            OpenWeightsPipelineBuilder builder(FakeTrainer trainer) throws IOException {
                Files.writeString(trainer.root().resolveSibling(URL), ray.root());
                return trainer.builder(FakeTrainer.cluster(ray.root()));
            }

            @Override
            void judge(FakeTrainer trainer, TrainingJob job) throws Exception {
                assertThat(ray.attempts(job.id())).containsExactly(1);
                ray.restart();
            }
        }.kill(times, folder);
    }

    /** Starts the job and waits for it. */
    static final class OtherJvm {
        private OtherJvm() {}

        public static void main(String[] arguments) throws Exception {
            Path place = Path.of(arguments[0]);
            KilledJvms.startsAndFollows(FakeTrainer.in(place)
                    .builder(FakeTrainer.cluster(Files.readString(place.resolve(URL))))
                    .build());
        }
    }

    @Test
    void interruptedJob_resumedByManyAtOnce_isSubmittedOnce() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"step_ms\": 20}");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (OpenWeightsPipeline one =
                        trainer.builder(FakeTrainer.cluster(ray.root())).build();
                OpenWeightsPipeline two =
                        trainer.builder(FakeTrainer.cluster(ray.root())).build()) {
            String id = one.start(Exercise.request(one).build()).id();
            Exercise.await(() -> one.job(id).status().phase() == JobPhase.RUNNING);
            FakeTrainer.kill(Exercise.workers(trainer, id).get(0));
            Exercise.await(() -> one.job(id).status().phase() == JobPhase.PAUSED);

            Callable<TrainingJob> first = () -> one.resume(id);
            Callable<TrainingJob> second = () -> two.resume(id);
            for (var resumed : threads.invokeAll(List.of(first, second, first, second))) {
                assertThat(resumed.get().id()).isEqualTo(id);
            }

            assertThat(Exercise.finish(two, id).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(ray.attempts(id)).containsExactly(1, 2);
            assertThat(Exercise.workers(trainer, id)).hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }
}
