package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.Contains;
import dev.finetuning.eval.scorer.TextNormalisation;
import dev.finetuning.eval.scorer.overlap.TokenF1;
import dev.finetuning.example.ChatExample;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelCard;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.routing.RoutedModel;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language model that speaks, from a CSV file to traffic and back. */
@Tag("weights")
class SmolLm2Test {
    private static final String NAME = "support";
    private static final Author AUTHOR = Author.of("the build", "to see it work");
    private static final int TRAINED = 5;
    private static final int HELD_OUT = 1;
    private static final int MIN_PAIRS = 20;
    private static final int EPOCHS = 1;
    private static final double FACTS_LOST = 0.1;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final List<ChatExample> trained = new ArrayList<>();
    private final List<ChatExample> heldOut = new ArrayList<>();

    /** Of each answer's questions the first five are trained on, and another one is kept for the test. */
    private void divide() {
        Map<String, Integer> seen = new HashMap<>();
        for (ChatExample row : RealTrainer.support()) {
            int number = seen.merge(RealTrainer.answer(row), 1, Integer::sum);
            if (number <= TRAINED) {
                trained.add(row);
            } else if (number <= TRAINED + HELD_OUT) {
                heldOut.add(row);
            }
        }
    }

    @Test
    void run_onSupportQuestions_beatsTheBaseAndServesUntilItIsRolledBack() throws Exception {
        divide();
        Journal journal = new InMemoryJournal();
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        ModelVersion base = registry.register(Registration.ofModel(NAME, RealTrainer.SMOLLM2));
        registry.assign(base, Alias.PRODUCTION, AUTHOR);
        List<Comparison> comparisons = new ArrayList<>();
        try (OpenWeightsPipeline pipeline =
                RealTrainer.in(folder.resolve("pipeline")).build()) {
            Evaluator evaluator = Evaluator.builder()
                    .scorers(new TokenF1())
                    .request(request -> request.withMaxTokens(48).withTemperature(0))
                    .asking(settings -> settings.journal(journal).concurrency(1).deadline(PATIENCE))
                    .build();
            CandidateEvaluation evaluation = CandidateEvaluation.builder(pipeline, evaluator)
                    .onCompared(comparisons::add)
                    .build();
            String metric = evaluator.metrics().get(0);
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), pipeline, registry)
                    .evaluation(evaluation)
                    .promotion(PromotionPolicy.of(Gate.significantGain(metric, 0.05, MIN_PAIRS)), Alias.PRODUCTION)
                    .pace(PollPace.every(Duration.ofMillis(500)))
                    .build();
            Hyperparameters hyperparameters = LoraSettings.builder()
                    .rank(8)
                    .learningRate(1e-3)
                    .build()
                    .hyperparameters()
                    .withEpochs(EPOCHS)
                    .withBatchSize(8);
            RunPlan plan = RunPlan.builder(NAME, RealTrainer.SMOLLM2, trained)
                    .test(heldOut)
                    .request(request -> request.seed(15).hyperparameters(hyperparameters))
                    .build();

            FineTuningRun run = runs.await(runs.start(plan));

            assertThat(run.status()).as(run.note().orElse("")).isEqualTo(RunStatus.SUCCEEDED);
            comparisons.forEach(each -> System.out.println(each.sentence()));
            assertThat(comparisons).hasSize(1);
            assertThat(comparisons.get(0).verdict()).isEqualTo(Verdict.BETTER);
            assertThat(run.promoted()).hasValue(true);
            ModelVersion tuned = registry.byAlias(NAME, Alias.PRODUCTION).orElseThrow();
            TrainingJob job = pipeline.job(tuned.lineage().jobId().orElseThrow());
            RealTrainer.tell(job);

            String file = pipeline.upload(TrainingData.of("trained", trained)).id();
            RealTrainer.requireRight(
                    pipeline.estimate(TrainingRequest.builder(RealTrainer.SMOLLM2, file)
                            .hyperparameters(hyperparameters)
                            .build()),
                    job);
            requireFactsKept(journal, pipeline, tuned.modelId());
            assertThat(ModelCard.of(tuned).markdown()).contains("base_model: \"smollm2\"", "transformers", "TokenF1");

            RoutedModel production = ModelRouter.create(registry, version -> pipeline.chatModel(version.modelId()))
                    .model(NAME, Alias.PRODUCTION);
            ChatRequest question = ChatRequest.of("My card was declined, why?").withMaxTokens(48);
            String after = production.ask(question).text();
            registry.rollback(NAME, Alias.PRODUCTION, AUTHOR);
            String before = production.ask(question).text();
            assertThat(merged(pipeline, tuned, question)).isEqualTo(after);
            System.out.println("tuned: " + after + "\nbase: " + before);
            assertThat(registry.byAlias(NAME, Alias.PRODUCTION).map(ModelVersion::modelId))
                    .contains(RealTrainer.SMOLLM2);
            assertThat(after).isNotEqualTo(before);
        }
    }

    /** The answer of the tuned model as one of its own, which is a base model to another pipeline. */
    private String merged(OpenWeightsPipeline pipeline, ModelVersion tuned, ChatRequest question) {
        Path target = folder.resolve("merged");
        pipeline.export(ModelExport.merged(tuned.modelId()).withCard(ModelCard.of(tuned)), target, System.out::println);
        assertThat(target.resolve("README.md")).content().contains("base_model: \"smollm2\"");
        try (OpenWeightsPipeline other = RealTrainer.in(folder.resolve("other"))
                .baseModel("merged", target)
                .build()) {
            return other.chatModel("merged").ask(question).text();
        }
    }

    /**
     * What it knew of other things, it knows still: twenty facts, asked of both. Twenty show a large loss only; that
     * a small one is excluded would need some hundred.
     */
    private static void requireFactsKept(Journal journal, OpenWeightsPipeline pipeline, String tuned) {
        Path csv = Path.of("src/test/resources/dev/finetuning/openweights/facts.csv");
        List<ChatExample> facts = Dataset.builder("facts")
                .addCsv(csv, ColumnMapping.user("question").assistant("answer"))
                .build()
                .examples()
                .stream()
                .map(ChatExample.class::cast)
                .toList();
        assertThat(facts).hasSize(MIN_PAIRS);
        Evaluator evaluator = Evaluator.builder()
                .scorers(new Contains(TextNormalisation.NONE.caseFolded()))
                .request(request -> request.withMaxTokens(24).withTemperature(0))
                .asking(settings -> settings.journal(journal).concurrency(1).deadline(PATIENCE))
                .build();
        List<Evaluation> evaluations = evaluator.evaluateEach(
                TestCase.from(facts), pipeline.chatModel(RealTrainer.SMOLLM2), pipeline.chatModel(tuned));

        Comparison comparison = Comparison.of(
                evaluations.get(0), evaluations.get(1), evaluator.metrics().get(0), ComparisonSettings.DEFAULT);

        System.out.println("facts: " + comparison.sentence());
        comparison.cases().stream()
                .filter(each -> each.difference() != 0)
                .forEach(each -> System.out.println(
                        each.outcome() + ": " + each.testCase().expectedText()));
        assertThat(comparison.verdict()).isNotEqualTo(Verdict.WORSE);
        assertThat(comparison.difference().value()).isGreaterThanOrEqualTo(-FACTS_LOST);
    }
}
