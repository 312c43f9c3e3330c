package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.eval.classification.Classification;
import dev.finetuning.eval.classification.LabelScores;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.eval.report.Report;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local model on banking77: 10,003 questions to learn from, 3,080 to answer, 77 intents. */
class BankingEvaluationTest {
    private static final ColumnMapping COLUMNS = ColumnMapping.user("text").assistant("category");

    @TempDir
    Path folder;

    @Test
    void evaluate_twoConfigurationsOfTheLocalModel_isMeasuredComparedAndReported() throws IOException {
        Dataset train = read("banking77/train.csv");
        List<TestCase> cases = TestCase.from(read("banking77/test.csv")).stream()
                .map(BankingEvaluationTest::withLength)
                .toList();
        try (LocalTrainingPipeline pipeline = new LocalTrainingPipeline(LocalSettings.builder(folder.resolve("models"))
                .executor(Runnable::run)
                .build())) {
            TrainingFile file = pipeline.upload(TrainingData.of(train));
            TrainingJob linear = train(pipeline, file, LocalTrainingPipeline.LINEAR, 1);
            TrainingJob nearest = train(pipeline, file, LocalTrainingPipeline.NEAREST, 1);
            Evaluation best = evaluate(cases, pipeline, linear);
            Evaluation other = evaluate(cases, pipeline, nearest);

            assertClassification(best);
            assertSlices(best);
            assertComparison(Comparison.of(other, best));
            TrainingJob again = train(pipeline, file, LocalTrainingPipeline.LINEAR, 2);
            assertEquivalent(best, evaluate(cases, pipeline, again));
            Path reports = Path.of(System.getProperty("report.sample", folder.toString()), "banking77");
            Report.builder("banking77, local models")
                    .candidate(best)
                    .against(other)
                    .training(pipeline.events(linear.id()))
                    .dataset(train.statistics())
                    .fact("Training data", train.fingerprint().toString())
                    .build()
                    .writeAll(reports);
            String html = Files.readString(reports.resolve("report.html"));
            assertThat(html.contains("Mean ExactMatch by expected")).isTrue();
            assertThat(html.contains("77 labels; accuracy 0.9")).isTrue();
            assertThat(html.contains("uncategorized")).isFalse();
        }
    }

    private static void assertClassification(Evaluation evaluation) {
        Classification classes = Classification.of(evaluation, text -> Optional.of(text.strip()));
        assertThat(classes.total()).isEqualTo(3_080);
        assertThat(classes.accuracy().value())
                .isGreaterThanOrEqualTo(0.90)
                .isEqualTo(evaluation.aggregate().mean().value(), within(1e-12));
        assertThat(classes.macro().f1()).isBetween(0.90, 1.0);
        assertThat(classes.micro().f1()).isCloseTo(classes.accuracy().value(), within(1e-12));
        assertThat(classes.labels()).hasSize(77);
        // banking77's test split holds 40 questions for each intent
        assertThat(classes.labels().values()).extracting(LabelScores::support).containsOnly(40L);
        assertThat(classes.confusion().values().stream()
                        .flatMap(row -> row.values().stream())
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(3_080);
        print("accuracy", classes.accuracy().value());
        print("accuracy_low", classes.accuracy().low());
        print("accuracy_high", classes.accuracy().high());
        print("macro_f1", classes.macro().f1());
    }

    private static void assertSlices(Evaluation evaluation) {
        Map<String, Evaluation> slices = evaluation.by("length");
        assertThat(slices).containsOnlyKeys("long", "short");
        assertThat(slices.values())
                .allSatisfy(slice -> assertThat(slice.cases()).isGreaterThan(300));
        slices.forEach((name, slice) ->
                print("accuracy_" + name, slice.aggregate().mean().value()));
    }

    private static void assertComparison(Comparison comparison) {
        assertThat(comparison.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(comparison.test()).isEqualTo("mcnemar-exact");
        System.out.println("banking77.verdict: " + comparison.sentence());
    }

    private static void assertEquivalent(Evaluation before, Evaluation now) {
        Comparison tolerant = Comparison.of(before, now, "ExactMatch", ComparisonSettings.DEFAULT.withMargin(0.02));
        assertThat(tolerant.verdict()).isEqualTo(Verdict.EQUIVALENT);
        System.out.println("banking77.another_seed: " + tolerant.sentence());
    }

    private static TrainingJob train(LocalTrainingPipeline pipeline, TrainingFile file, String model, long seed) {
        return pipeline.start(TrainingRequest.builder(model, file).seed(seed).build());
    }

    private static Evaluation evaluate(List<TestCase> cases, LocalTrainingPipeline pipeline, TrainingJob job) {
        ChatModel model = pipeline.chatModel(job.model().orElseThrow());
        return Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.concurrency(2))
                .build()
                .evaluate(cases, model);
    }

    private static TestCase withLength(TestCase testCase) {
        int words = testCase.input().get(0).text().split(" ").length;
        return testCase.withMetadata("length", words > 15 ? "long" : "short");
    }

    private static Dataset read(String name) throws IOException {
        return Dataset.builder(name.substring(name.indexOf('/') + 1))
                .addCsv(SharedData.file(name), COLUMNS)
                .build();
    }

    private static void print(String name, double value) {
        System.out.println(String.format(Locale.ROOT, "banking77.%s=%.4f", name, value));
    }
}
