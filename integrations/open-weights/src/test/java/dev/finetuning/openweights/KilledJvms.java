package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** JVMs that start a job and are killed at random; another one goes on with it. */
abstract class KilledJvms {
    private static final String MARK = "crash";

    private final Class<?> main;

    /**
     * JVMs that run a class.
     *
     * @param main its main method gets the pipeline's folder and calls {@link #startsAndFollows}
     */
    KilledJvms(Class<?> main) {
        this.main = main;
    }

    /** The pipeline of a JVM. */
    abstract OpenWeightsPipelineBuilder builder(FakeTrainer trainer) throws IOException;

    /** Judges a job that has ended as undisturbed. */
    abstract void judge(FakeTrainer trainer, TrainingJob job) throws Exception;

    /** Kills so many, each in a folder of its own. */
    final void kill(int times, Path folder) throws Exception {
        String undisturbed = Exercise.undisturbed(folder);
        Random random = new Random(15);
        for (int run = 0; run < times; run++) {
            Path place = folder.resolve("jvm-" + run);
            FakeTrainer trainer = FakeTrainer.in(place).knobs("{\"step_ms\": 20}");
            OpenWeightsPipelineBuilder builder = builder(trainer);
            Process jvm = Exercise.otherJvm(main, place);
            try (Stream<String> lines = jvm.inputReader().lines()) {
                assertThat(lines.findFirst()).contains("starts");
                // in the middle of creating the job or of starting its worker, or while it trains
                Thread.sleep(random.nextInt(400));
            } finally {
                jvm.destroyForcibly().waitFor();
            }
            try (OpenWeightsPipeline pipeline = builder.build()) {
                TrainingJob started = pipeline.start(request(pipeline));
                TrainingJob job = Exercise.finish(pipeline, started.id());

                assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
                assertThat(pipeline.jobs(JobQuery.marked(MARK))).hasSize(1);
                assertThat(Exercise.adapter(pipeline, job)).isEqualTo(undisturbed);
                judge(trainer, job);
            }
        }
    }

    /** What a JVM does until it is killed. */
    static void startsAndFollows(OpenWeightsPipeline pipeline) {
        TrainingRequest request = request(pipeline);
        System.out.println("starts");
        Exercise.finish(pipeline, pipeline.start(request).id());
    }

    private static TrainingRequest request(OpenWeightsPipeline pipeline) {
        return Exercise.request(pipeline).mark(MARK).build();
    }
}
