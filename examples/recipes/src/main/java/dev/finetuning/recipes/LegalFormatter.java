package dev.finetuning.recipes;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.structure.JsonDiff;
import dev.finetuning.eval.scorer.structure.ValidJson;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Sorts the clauses of a contract into the house's form: each gets its part and heading as JSON. A version that
 * breaks the JSON schema once is not promoted, however good its other answers are.
 */
public final class LegalFormatter {
    private static final Map<String, Object> FORM = Map.of(
            "type",
            "object",
            "required",
            List.of("part", "heading"),
            "additionalProperties",
            false,
            "properties",
            Map.of(
                    "part", Map.of("type", "string", "pattern", "^[A-Z]$"),
                    "heading", Map.of("type", "string", "minLength", 1)));

    private static final PromotionPolicy POLICY =
            PromotionPolicy.of(Gate.atLeast("JSONSchema", 1), Gate.atLeast("JSONDiff", 0.8));

    private LegalFormatter() {}

    /** Takes a CSV like {@code data/clauses.csv}, a contract with a clause on each line, and a folder to work in. */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), System.out);
    }

    static void run(Path clauses, Path contract, Path folder, PrintStream out)
            throws IOException, InterruptedException {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            ModelRegistry registry = JournaledModelRegistry.open(journal);
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .evaluation(evaluation(provider, journal))
                    .promotion(POLICY, Alias.PRODUCTION)
                    .build();
            FineTuningRun run = runs.await(runs.resumeOrStart(plan(clauses)));
            ModelVersion formatter = registry.byAlias("formatter", Alias.PRODUCTION)
                    .orElseThrow(() -> new IllegalStateException(run.note().orElse("not promoted")));
            formatter.scoreCards().forEach(out::println);
            ChatModel model = provider.chatModel(formatter.modelId());
            for (String clause : Files.readAllLines(contract)) {
                out.println(model.ask(ChatRequest.of(clause)).text() + "  " + clause);
            }
        }
    }

    private static CandidateEvaluation evaluation(TrainingPipeline provider, Journal journal) {
        return CandidateEvaluation.of(provider, journal, new JsonDiff(), ValidJson.complyingWith(FORM));
    }

    private static RunPlan plan(Path clauses) {
        Split split = Dataset.builder("clauses")
                .addCsv(clauses, ColumnMapping.user("clause").assistant("formatted"))
                .build()
                .split(SplitPlan.stable(SplitRatios.of(0.7, 0.1, 0.2)));
        return RunPlan.builder("formatter", LocalTrainingPipeline.LINEAR, split).build();
    }
}
