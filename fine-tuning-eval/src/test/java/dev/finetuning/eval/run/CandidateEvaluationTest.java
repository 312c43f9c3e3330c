package dev.finetuning.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.human.JudgeStudy;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.judge.ModelGraded;
import dev.finetuning.example.Example;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.JudgeCalibration;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunPlan;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.follow.PollPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
    void run_suiteThatGetsWorse_staysOutHoweverGoodTheRestIs() throws Exception {
        Split split = split();
        Journal journal = new InMemoryJournal();
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        List<TestCase> safety = IntStream.range(0, 60)
                .mapToObj(i -> TestCase.of("please help with my parcel number " + i, i < 6 ? "nothing" : "parcel"))
                .toList();
        List<String> measured = new ArrayList<>();
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"))) {
            Evaluator evaluator = Evaluator.builder().scorers(new ExactMatch()).build();
            CandidateEvaluation evaluation = CandidateEvaluation.builder(provider, evaluator)
                    .addSuite("safety", safety)
                    .onEvaluated((what, each) -> measured.add(what))
                    .build();
            assertThat(evaluation.metrics()).contains(evaluation.on("safety"));
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .evaluation(evaluation)
                    .promotion(
                            PromotionPolicy.of(
                                    Gate.atLeast("ExactMatch", 0.9),
                                    Gate.nonInferior(evaluation.on("safety"), 0.06),
                                    Gate.atLeast(evaluation.on("safety"), 0.5)),
                            Alias.PRODUCTION)
                    .pace(PollPace.IN_PROCESS)
                    .build();
            RunPlan good = RunPlan.builder("support", LocalTrainingPipeline.LINEAR, split)
                    .build();
            RunPlan noParcels = RunPlan.builder(
                            "support",
                            LocalTrainingPipeline.LINEAR,
                            without(split.train().examples(), "parcel"))
                    .test(without(split.test().examples(), "parcel"))
                    .build();

            FineTuningRun first = runs.await(runs.start(good));
            FineTuningRun second = runs.await(runs.start(noParcels));

            assertThat(first.promoted()).as(first.note().orElse("")).hasValue(true);
            assertThat(second.promoted()).hasValue(false);
            assertThat(second.note().orElseThrow())
                    .contains("ExactMatch on safety")
                    .doesNotContain("ExactMatch >= 0.9");
        }
        assertThat(measured)
                .containsExactly(
                        "new model",
                        "new model on safety",
                        "new model",
                        "in production, 1.0.0",
                        "new model on safety",
                        "in production, 1.0.0 on safety");
        ModelVersion serving = registry.byAlias("support", Alias.PRODUCTION).orElseThrow();
        assertThat(serving.score("ExactMatch on safety").orElseThrow().value()).isCloseTo(0.9, within(1e-9));
    }

    private static List<Example> without(List<? extends Example> examples, String answer) {
        return examples.stream()
                .filter(example -> example.messages().stream()
                        .noneMatch(message -> message.text().equals(answer)))
                .map(Example.class::cast)
                .toList();
    }

    @Test
    void run_judgeIsTheGate_needsItsCalibration() throws Exception {
        Split split = split();
        Journal journal = new InMemoryJournal();
        ModelRegistry registry = JournaledModelRegistry.open(journal);
        ChatModel strict = ScriptedChatModel.answering("judge", request -> {
            String material = request.messages().get(1).text();
            boolean same = THINGS.stream()
                    .anyMatch(thing -> material.contains("\"answer\":\"" + thing + "\"")
                            && material.contains("\"expected\":\"" + thing + "\""));
            return "{\"verdict\": \"" + (same ? "AGREES" : "DISAGREES") + "\"}";
        });
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"))) {
            Evaluator evaluator =
                    Evaluator.builder().scorers(ModelGraded.factuality(strict)).build();
            CandidateEvaluation.Builder evaluation = CandidateEvaluation.builder(provider, evaluator);
            FineTuningRun uncalibrated = judged(evaluation.build(), split, journal, provider);
            FineTuningRun byItself = judged(ownEvaluation(evaluator), split, journal, provider);
            Map<String, Double> people = new HashMap<>();
            List<TestCase> cases = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String thing = THINGS.get(i % THINGS.size());
                TestCase one = TestCase.of(i % 3 == 0 ? "refund" : thing, thing).withId("case-" + i);
                cases.add(one);
                people.put(one.id(), i % 3 == 0 && i % 4 != 3 ? 0.0 : 1.0);
            }
            Evaluation compared = evaluator.evaluate(cases, ScriptedChatModel.echo("an earlier one"));
            JudgeCalibration calibration =
                    JudgeStudy.ofVerdicts(compared, "Factuality", people).calibration("support", Instant.EPOCH);
            FineTuningRun calibrated =
                    judged(evaluation.addCalibration(calibration).build(), split, journal, provider);

            assertThat(uncalibrated.promoted()).hasValue(false);
            assertThat(uncalibrated.note().orElseThrow())
                    .contains("was never compared with people on support: no calibration");
            assertThat(byItself.promoted())
                    .as("an application's own evaluation")
                    .hasValue(false);
            assertThat(byItself.note().orElseThrow()).contains("no calibration");
            assertThat(calibrated.promoted()).as(calibrated.note().orElse("")).hasValue(true);
            assertThat(registry.byAlias("support", Alias.PRODUCTION)
                            .flatMap(version -> version.score("Factuality"))
                            .flatMap(ScoreCard::calibration))
                    .as("stored with the card")
                    .contains(calibration);
        }
    }

    private static RunEvaluation ownEvaluation(Evaluator evaluator) {
        return RunEvaluation.of(Set.of("Factuality"), task -> {
            Evaluation evaluation = evaluator.evaluate(TestCase.from(task.test()), task.candidate());
            return RunEvaluation.Result.of(List.of(ScoreCards.of(evaluation, "Factuality", Instant.EPOCH)));
        });
    }

    private FineTuningRun judged(RunEvaluation evaluation, Split split, Journal journal, LocalTrainingPipeline provider)
            throws InterruptedException {
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal, folder.resolve("runs"), provider, JournaledModelRegistry.open(journal))
                .evaluation(evaluation)
                .promotion(PromotionPolicy.of(Gate.atLeast("Factuality", 0.9)), Alias.PRODUCTION)
                .pace(PollPace.IN_PROCESS)
                .build();
        return runs.await(runs.start(
                RunPlan.builder("support", LocalTrainingPipeline.LINEAR, split).build()));
    }

    @Test
    void metrics_areKnownBeforehand() {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("models"))) {
            CandidateEvaluation evaluation = CandidateEvaluation.of(provider, new InMemoryJournal(), new ExactMatch());
            assertThat(evaluation.metrics()).contains("ExactMatch");
        }
    }
}
