package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingPipeline;
import java.nio.file.Path;

/** A command that may be killed at any moment and is simply started again: one run, one paid job. */
public final class ResumableTraining {
    private ResumableTraining() {}

    /** Takes a folder to work in, a CSV with the columns question and answer, and a base model. */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        try (TrainingPipeline provider = new OpenAiTrainingPipeline(
                        OpenAiSettings.fromEnvironment().build());
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal, folder.resolve("runs"), provider, JournaledModelRegistry.open(journal))
                    .build();
            FineTuningRun run = runs.await(runs.resumeOrStart(plan(Path.of(args[1]), args[2])));
            System.out.println(run.status() + " " + run.version().orElse("unregistered") + " "
                    + run.modelId().orElse("no model"));
        }
    }

    private static RunPlan plan(Path csv, String baseModel) {
        Dataset data = Dataset.builder("support")
                .addCsv(csv, ColumnMapping.user("question").assistant("answer"))
                .build();
        return RunPlan.builder("support", baseModel, data.examples())
                .dataset(data.fingerprint().hex(), data.version())
                .build();
    }
}
