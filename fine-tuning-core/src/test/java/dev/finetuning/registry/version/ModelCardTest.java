package dev.finetuning.registry.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.registry.Cards;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static ModelVersion.Builder version(Lineage lineage) {
        return ModelVersion.builder(
                        "support", SemanticVersion.parse("1.2.3"), ServedModel.of("open-weights", "ow-1"), lineage)
                .registered(Author.of("ci", "nightly"), Instant.parse("2026-11-29T10:00:00Z"));
    }

    @Test
    void markdown_ofATrainedVersion_holdsWhatTheRegistryKnows() {
        Lineage lineage = Lineage.builder("smollm2")
                .jobId("job-1")
                .runId("run-1")
                .datasetFingerprint("abc123")
                .datasetVersion("4")
                .datasetValidated(0.25)
                .hyperparameters(Map.of("epochs", "3"))
                .provenance(
                        Map.of(ModelCard.LICENSE, "apache-2.0", ModelCard.FLOPS, "1.2E12", "adapter_sha256", "f00d"))
                .build();
        ModelVersion version = version(lineage)
                .metrics(Map.of("train_loss", 0.5))
                .tags(Set.of("de"))
                .scoreCards(List.of(Cards.full("accuracy", 0.9, "support@1.2.2")))
                .build();

        String card = ModelCard.of(version)
                .withSection("Intended use", "Answers to *customers*.")
                .markdown();

        assertThat(card)
                .startsWith("---\nbase_model: \"smollm2\"\nlicense: \"apache-2.0\"\ntags:\n- \"de\"\n---\n")
                .contains(
                        "# support 1.2.3\n",
                        "Model `ow-1`, fine-tuned from `smollm2` at open-weights. Registered 2026-11-29T10:00:00Z.",
                        "## Intended use\n\nAnswers to *customers*.\n",
                        "| fingerprint | abc123 |\n| version | 4 |\n| validated examples | 25 % |",
                        "| epochs | 3 |",
                        "| run | run-1 |",
                        "| adapter\\_sha256 | f00d |",
                        "| train\\_loss | 0.500000 |",
                        "About 1.2E12 floating-point operations",
                        "| accuracy | 0.900000 | 0.8500 to 0.9500 (95 %) | 100 | +0.02000 to support@1.2.2,"
                                + " 0.01000 to 0.03000 (95 %), p = 0.0300, 100 pairs |")
                .doesNotContain("training_flops");
    }

    @Test
    void markdown_ofWhatIsHardlyKnown_saysSo() {
        String trained = ModelCard.of(
                        version(Lineage.builder("base").jobId("job-1").build()).build())
                .markdown();
        String untrained =
                ModelCard.of(version(Lineage.builder("base").build()).build()).markdown();

        assertThat(trained)
                .contains("## Compute\n\nNot known", "Not evaluated.")
                .doesNotContain("license", "## Training data");
        assertThat(untrained).doesNotContain("## Compute", "## Training");
    }

    @Test
    void markdown_ofScoresThatAModelGave_saysHowFarItAgreesWithPeople() {
        JudgeAgreement agreement =
                new JudgeAgreement(JudgeAgreement.Statistic.COHENS_KAPPA, 0.62, new Interval(0.45, 0.79, 0.95), 80);
        ScoreCard graded = Cards.plain("Factuality", 0.9).withJudge("judge-1");
        JudgeCalibration calibration = JudgeCalibration.builder("support", "judge-1", agreement, Cards.MEASURED)
                .build();

        assertThat(cardOf(graded)).contains("| Factuality, by judge-1, not compared with people | 0.900000 |");
        assertThat(cardOf(graded.withCalibration(calibration)))
                .contains(
                        "| Factuality, by judge-1: Cohen's kappa with people 0.62, 0.4500 to 0.7900 (95 %), 80 cases |");
    }

    private static String cardOf(ScoreCard scores) {
        return ModelCard.of(version(Lineage.builder("base").build())
                        .scoreCards(List.of(scores))
                        .build())
                .markdown();
    }

    @Test
    void markdown_ofHostileTexts_keepsThemText() {
        Lineage lineage = Lineage.builder("a\"b\\c\nd`e")
                .hyperparameters(Map.of("x|y", "<script>\n# title"))
                .build();

        assertThat(ModelCard.of(version(lineage).build()).markdown())
                .contains(
                        "base_model: \"a\\\"b\\\\c d`e\"\n",
                        "fine-tuned from `a\"b\\c d'e`",
                        "| x\\|y | \\<script\\> \\# title |");
    }
}
