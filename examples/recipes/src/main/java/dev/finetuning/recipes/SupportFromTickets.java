package dev.finetuning.recipes;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.PopulationChecks;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.RemedyPreview;
import dev.finetuning.quality.remedy.Repair;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Customer support learned from tickets that customers rated: only good answers are learned, without personal data,
 * and one customer's tickets are never both trained on and tested on.
 */
public final class SupportFromTickets {
    private static final ColumnMapping COLUMNS = ColumnMapping.user("question")
            .assistant("answer")
            .category("category")
            .group("customer")
            .metadata("rating");

    private static final Remedies ONLY_GOOD_ANSWERS = Remedies.of(
            Drop.whatFails(PopulationChecks.feedback("rating", 4)),
            Repair.redact(PersonalData.of(PiiDetector.standard())),
            Drop.duplicates());

    private SupportFromTickets() {}

    /** Takes a CSV like {@code examples/recipes/data/tickets.csv} and a folder to work in. */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(Path.of(args[0]), Path.of(args[1]), System.out);
    }

    static void run(Path tickets, Path folder, PrintStream out) throws IOException, InterruptedException {
        Dataset all = Dataset.builder("support").addCsv(tickets, COLUMNS).build();
        RemedyPreview preview = ONLY_GOOD_ANSWERS.preview(all);
        out.println(preview.summary());
        Dataset good = preview.apply(folder.resolve("changes.jsonl"));
        Checks.thorough().run(good).requireNoErrors();
        Split split = good.split(SplitPlan.stable(SplitRatios.of(0.7, 0.1, 0.2)));

        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            ModelRegistry registry = JournaledModelRegistry.open(journal);
            CandidateEvaluation evaluation = CandidateEvaluation.builder(provider, Evaluator.of(new ExactMatch()))
                    .addBaseline("the most frequent answer", Baselines.majority(split.train()))
                    .build();
            Gate worthIt = Gate.atLeast(evaluation.gainOver("the most frequent answer"), 0.25);
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .evaluation(evaluation)
                    .promotion(PromotionPolicy.of(worthIt), Alias.PRODUCTION)
                    .build();
            FineTuningRun run =
                    runs.await(runs.resumeOrStart(RunPlan.builder("support", LocalTrainingPipeline.AUTO, split)
                            .build()));
            registry.history("support").forEach(event -> out.println(event.sentence()));

            if (run.promoted().orElse(false)) {
                ModelRouter router = ModelRouter.create(registry, version -> provider.chatModel(version.modelId()));
                String question = "How do I send something back?";
                out.println(question + "\n  "
                        + router.model("support", Alias.PRODUCTION)
                                .ask(ChatRequest.of(question))
                                .text());
            }
        }
    }
}
