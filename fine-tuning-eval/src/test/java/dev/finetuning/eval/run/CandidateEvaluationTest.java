package dev.finetuning.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
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
import dev.finetuning.training.follow.PollPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a CSV file to a promoted version over the local provider. */
class CandidateEvaluationTest {
    private static final List<String> THINGS = List.of("parcel", "invoice", "password", "refund");

    @TempDir
    Path folder;

    private Split split() throws IOException {
        StringBuilder csv = new StringBuilder("question,answer\n");
        for (int i = 0; i < 320; i++) {
            String thing = THINGS.get(i % THINGS.size());
            csv.append("please help with my ").append(thing).append(" number ").append(i);
            csv.append(',').append(thing).append('\n');
        }
        Path file = folder.resolve("support.csv");
        Files.writeString(file, csv);
        return Dataset.builder("support")
                .addCsv(file, ColumnMapping.user("question").assistant("answer"))
                .build()
                .split(SplitRatios.of(0.7, 0.1, 0.2));
    }

    @Test
    void run_fromCsvToPromotion_isHeldAgainstBaselineAndChampion() throws Exception {
        Split split = split();
        Journal journal = new InMemoryJournal();
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        List<String> measured = new ArrayList<>();
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"))) {
            Evaluator evaluator = Evaluator.builder()
                    .scorers(new ExactMatch())
                    .asking(settings -> settings.journal(journal))
                    .build();
            CandidateEvaluation evaluation = CandidateEvaluation.builder(provider, evaluator)
                    .addBaseline("majority answer", Baselines.majority(split.train()))
                    .onEvaluated((what, each) -> measured.add(what))
                    .build();
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .evaluation(evaluation)
                    .promotion(
                            PromotionPolicy.of(
                                    Gate.atLeast(evaluation.gainOver("majority answer"), 0.3),
                                    Gate.nonInferior("ExactMatch", 0.06)),
                            Alias.PRODUCTION)
                    .pace(PollPace.IN_PROCESS)
                    .build();
            RunPlan plan = RunPlan.builder("support", LocalTrainingPipeline.AUTO, split)
                    .build();

            FineTuningRun first = runs.await(runs.start(plan));
            FineTuningRun second = runs.await(runs.start(plan));

            assertThat(first.promoted()).as(first.note().orElse("")).hasValue(true);
            assertThat(second.promoted()).as(second.note().orElse("")).hasValue(true);
        }
        assertThat(measured)
                .containsExactly(
                        "new model", "majority answer", "new model", "in production, 1.0.0", "majority answer");
        ModelVersion promoted = registry.byAlias("support", Alias.PRODUCTION).orElseThrow();
        assertThat(promoted.scoreCards()).anySatisfy(card -> {
            assertThat(card.metric()).isEqualTo("ExactMatch");
            assertThat(card.value()).isGreaterThan(0.9);
            assertThat(card.comparisons()).hasSize(1);
        });
    }

    @Test
    void metrics_areKnownBeforehand() {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"))) {
            CandidateEvaluation evaluation = CandidateEvaluation.of(provider, new InMemoryJournal(), new ExactMatch());
            assertThat(evaluation.metrics()).contains("ExactMatch");
        }
    }
}
