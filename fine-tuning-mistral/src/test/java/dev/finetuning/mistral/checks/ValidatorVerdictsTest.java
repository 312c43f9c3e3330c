package dev.finetuning.mistral.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the checks to the verdicts of Mistral's own validator on records that were made by chance and broken
 * by chance: mistral-finetune's {@code build_instruct_sample} with mistral-common 1.13.1, recorded in {@code
 * verdicts.jsonl} with the exception it threw.
 */
class ValidatorVerdictsTest {
    /** What the documentation refuses, or this library cannot write, although the validator lets it pass. */
    private static final Set<String> STRICTER = Set.of("mistral_role_order", "mistral_text_field");

    record Verdict(String record, String refused) {}

    @Test
    void conversations_sameRecords_areRefusedAndAcceptedAsByTheValidator() throws IOException {
        List<String> missed = new ArrayList<>();
        List<String> invented = new ArrayList<>();
        int refused = 0;
        for (Verdict verdict : verdicts()) {
            List<String> errors = errors(verdict.record());
            refused += verdict.refused().isEmpty() ? 0 : 1;
            if (!verdict.refused().isEmpty() && errors.isEmpty()) {
                missed.add(verdict.refused() + ": " + verdict.record());
            } else if (verdict.refused().isEmpty() && !STRICTER.containsAll(errors)) {
                invented.add(errors + ": " + verdict.record());
            }
        }

        assertThat(missed).isEmpty();
        assertThat(invented).isEmpty();
        assertThat(refused).isGreaterThan(100);
        assertThat(verdicts().size() - refused).isGreaterThan(50);
    }

    private static List<String> errors(String record) throws IOException {
        Dataset dataset = Dataset.builder("verdict")
                .addJsonLinesText(record, ChatMessages.format())
                .build();
        QualityReport report = Checks.none().with(MistralChecks.conversations()).run(dataset);
        return Stream.concat(
                        dataset.rejected().stream().map(rejected -> "rejected"),
                        report.findings().stream()
                                .filter(finding -> finding.severity() == Severity.ERROR)
                                .map(Finding::code))
                .toList();
    }

    private static List<Verdict> verdicts() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ValidatorVerdictsTest.class.getResourceAsStream("verdicts.jsonl")),
                StandardCharsets.UTF_8))) {
            List<Verdict> verdicts = new ArrayList<>();
            for (String line : lines.lines().toList()) {
                JsonNode verdict = json.readTree(line);
                verdicts.add(new Verdict(
                        verdict.get("record").toString(), verdict.get("refused").asText("")));
            }
            return verdicts;
        }
    }
}
