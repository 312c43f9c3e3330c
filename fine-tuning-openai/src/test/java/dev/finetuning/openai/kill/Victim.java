package dev.finetuning.openai.kill;

import dev.finetuning.Secret;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;

/** A program that takes one run to its end; made to be killed. */
final class Victim implements AutoCloseable {
    /** Longer than any request may take. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Journal journal;
    private final OpenAiTrainingPipeline pipeline;
    private final ModelRegistry registry;
    private final FineTuningRuns runs;

    Victim(Path folder, String url, String key, Boundaries boundaries) {
        journal = new BoundaryJournal(FileJournal.in(folder.resolve("journal")), boundaries);
        pipeline = new OpenAiTrainingPipeline(OpenAiSettings.openAi(Secret.of(key))
                .baseUrl(url)
                .timeout(Duration.ofSeconds(2))
                .build());
        registry = JournaledModelRegistry.open(journal);
        runs = FineTuningRuns.builder(journal, folder.resolve("data"), pipeline, registry)
                .lostAnswer(new LostAnswerPolicy(QUIET, LostAnswerPolicy.Then.RESEND))
                .pace(PollPace.every(Duration.ofMillis(100)))
                .lease(Duration.ofSeconds(20))
                .build();
    }

    /** Takes the folder, the provider's base URL, the run's id and the boundary to die at; the environment has the key. */
    public static void main(String[] args) throws InterruptedException {
        Boundaries boundaries = Boundaries.ofThisProcess(Integer.parseInt(args[3]));
        try (Victim victim = new Victim(Path.of(args[0]), args[1], System.getenv(Executioner.KEY), boundaries)) {
            victim.runs.await(args[2]);
        }
        System.exit(0);
    }

    FineTuningRuns runs() {
        return runs;
    }

    ModelRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        pipeline.close();
        journal.close();
    }
}
