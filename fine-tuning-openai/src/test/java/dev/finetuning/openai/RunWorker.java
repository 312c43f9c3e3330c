package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.journal.FileJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostSubmission;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** A program that takes one run to its end; made to be killed. */
final class RunWorker {
    /** Longer than any request may take. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    private RunWorker() {}

    /** Takes the folder, the host's base URL and the run's id. */
    public static void main(String[] args) {
        with(Path.of(args[0]), args[1], runs -> {
            try {
                return runs.await(args[2]);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Opens everything, uses it and closes it. */
    static <T> T with(Path folder, String url, Function<FineTuningRuns, T> use) {
        OpenAiSettings settings = OpenAiSettings.openAi(Secret.of(Canary.KEY))
                .baseUrl(url)
                .timeout(Duration.ofSeconds(2))
                .build();
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"));
                OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(settings)) {
            return use.apply(FineTuningRuns.builder(
                            journal, folder.resolve("data"), pipeline, JournaledModelRegistry.open(journal))
                    .lostSubmission(new LostSubmission(QUIET, LostSubmission.Then.RESEND))
                    .pace(PollPace.every(Duration.ofMillis(100)))
                    .lease(Duration.ofSeconds(20))
                    .build());
        }
    }
}
