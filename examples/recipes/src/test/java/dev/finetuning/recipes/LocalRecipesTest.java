package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.advice.Readiness;
import dev.finetuning.eval.classification.Classification;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the recipes that train on the committed samples at the local provider. */
class LocalRecipesTest {
    private static final Path DATA = Path.of("data");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void support_ratedTickets_learnsOnlyGoodAnswersWithoutPersonalData() throws Exception {
        SupportFromTickets.run(DATA.resolve("tickets.csv"), folder, out);

        assertThat(printed())
                .contains("low_feedback ×", "redacted_personal_data ×")
                .contains("support: version 1.0.0 is registered")
                .contains("production moves to 1.0.0; gates passed: ExactMatch")
                .contains("Print the return label");
        assertThat(folder.resolve("changes.jsonl")).isNotEmptyFile();
    }

    @Test
    void formatter_contract_isSortedIntoTheHousesForm() throws Exception {
        Path contract = Files.write(
                folder.resolve("contract.txt"),
                List.of(
                        "The Customer shall keep all documents of the Supplier confidential.",
                        "Each invoice is payable within 30 days of receipt.",
                        "The laws of Austria apply to this agreement."));

        LegalFormatter.run(DATA.resolve("clauses.csv"), contract, folder, out);

        assertThat(printed())
                .containsSubsequence("Confidentiality", "documents of the Supplier")
                .containsSubsequence("Payment", "Each invoice")
                .containsSubsequence("Governing Law", "laws of Austria")
                .contains("JSONSchema 1.0");
    }

    @Test
    void reviewer_reviews_isInStagingWithItsScore() {
        ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder)) {
            ModelVersion version = CodeReviewer.stage(provider, registry, DATA.resolve("reviews.jsonl"), out);

            assertThat(registry.byAlias("reviewer", Alias.STAGING)).contains(version);
            assertThat(version.scoreCards()).hasSize(1);
        }
        assertThat(printed()).contains("reviews to learn from", "succeeded", "staging moves to 1.0.0; gates passed");
    }

    @Test
    void classifier_tickets_tellsPrecisionAndRecallOfEachTopic() {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder)) {
            Classification topics = TopicClassifier.classify(provider, DATA.resolve("tickets.csv"));

            TopicClassifier.print(topics, out);

            assertThat(topics.labels())
                    .containsOnlyKeys("account", "billing", "orders", "payment", "products", "returns", "shipping");
            assertThat(topics.accuracy().value()).isGreaterThan(0.6);
        }
        assertThat(printed()).contains("precision", "recall", "shipping", "mean");
    }

    @Test
    void advice_tickets_hasItsGroundsAndAPage() throws Exception {
        Readiness readiness = WhetherToTune.run(DATA.resolve("tickets.csv"), folder, out);

        // 120 examples of seven topics do not reach 0.9 yet
        assertThat(readiness.advice()).isIn(Readiness.Advice.COLLECT_EXAMPLES, Readiness.Advice.RETHINK);
        assertThat(printed()).contains("prompting: not measured", "nearest example: 0.", "twice the 120 examples");
        assertThat(folder.resolve("readiness.html")).content().contains("Learning curve");
    }

    @Test
    void deploy_twice_auditTellsWhoAndWhy() throws Exception {
        String[] args = {DATA.resolve("tickets.csv").toString(), folder.toString()};

        DeployIfBetter.main(args);
        DeployIfBetter.main(args);

        // in another process, from the journal alone
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            DeployIfBetter.audit(JournaledModelRegistry.open(journal), "topics", out);
        }
        assertThat(printed().lines().toList())
                .anySatisfy(line ->
                        assertThat(line).contains("topics: production moves to 1.0.0; gates passed: ExactMatch"))
                .anySatisfy(line ->
                        assertThat(line).contains("1.0.1", "no worse than the champion", "cases against topics@1.0.0"));
    }
}
