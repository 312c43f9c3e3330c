package dev.finetuning.local;

import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that starts a job, prints its id and trains until it is killed or told to end. */
final class LastingTraining {
    private LastingTraining() {}

    public static void main(String[] args) throws IOException {
        try (LocalTrainingPipeline pipeline = LocalTrainingPipeline.in(Path.of(args[0]))) {
            TrainingRequest request = TrainingRequest.builder(
                            LocalTrainingPipeline.LINEAR, Tuning.upload(pipeline, Tuning.questions(400, 0.1, 1)))
                    .hyperparameters(Hyperparameters.AUTO.withEpochs(1_000))
                    .mark("child")
                    .build();
            System.out.println(pipeline.start(request).id());
            int end = System.in.read();
            System.exit(end < 0 ? 0 : 1);
        }
    }

    static Process inAnotherProcess(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LastingTraining.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
