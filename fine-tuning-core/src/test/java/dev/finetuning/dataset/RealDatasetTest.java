package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.RealData;
import dev.finetuning.example.ChatExample;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.quality.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDatasetTest {
    private static final ColumnMapping INTENTS =
            ColumnMapping.user("text").assistant("category").category("category");

    @Test
    void banking77_bothFiles_haveTheKnownRowsAndClasses() {
        Dataset train = Dataset.builder("train")
                .addCsv(RealData.file("banking77/train.csv"), INTENTS)
                .build();
        Dataset test = Dataset.builder("test")
                .addCsv(RealData.file("banking77/test.csv"), INTENTS)
                .build();

        assertThat(train.size()).isEqualTo(10_003);
        assertThat(test.size()).isEqualTo(3_080);
        assertThat(train.rejected()).isEmpty();
        assertThat(train.statistics().categories()).hasSize(77);
        assertThat(train.statistics().categories().values()).satisfies(counts -> {
            assertThat(Collections.min(counts)).isEqualTo(35);
            assertThat(Collections.max(counts)).isEqualTo(187);
        });
        assertThat(multiLine(train)).isEqualTo(10);
        assertThat(multiLine(test)).isEqualTo(3);
    }

    private static long multiLine(Dataset dataset) {
        return dataset.examples().stream()
                .filter(example -> example.messages().get(0).text().contains("\n"))
                .count();
    }

    @Test
    void banking77_lastRow_namesItsPhysicalLine() throws IOException {
        Path file = RealData.file("banking77/train.csv");
        Dataset train = Dataset.builder("train").addCsv(file, INTENTS).build();
        long lines;
        try (var stream = Files.lines(file)) {
            lines = stream.count();
        }
        assertThat(train.examples().get(10_002).info().provenance().origin().line())
                .isEqualTo(lines);
    }

    @Test
    void symptoms_unnamedFirstColumn_isNamedByItsPlace() {
        Dataset symptoms = Dataset.builder("symptoms")
                .addCsv(
                        RealData.file("mistral-cookbook/Symptom2Disease.csv"),
                        ColumnMapping.user("text")
                                .assistant("label")
                                .category("label")
                                .metadata("column 1"))
                .build();
        assertThat(symptoms.size()).isEqualTo(1_200);
        assertThat(symptoms.statistics().categories()).hasSize(24);
    }

    @Test
    void drone_allExamples_keepToolsAndUnknownFieldsThroughARoundTrip(@TempDir Path folder) throws IOException {
        Path file = RealData.file("openai-cookbook/drone_training.jsonl");
        Dataset drone = Dataset.builder("drone")
                .addJsonLines(file, ChatMessages.format())
                .build();
        assertThat(drone.size()).isEqualTo(103);
        assertThat(drone.examples()).allMatch(example -> !example.tools().isEmpty());
        assertThat(drone.examples().get(0).info().extras()).containsEntry("parallel_tool_calls", false);

        Path copy = folder.resolve("copy.jsonl");
        drone.writeJsonLines(copy);
        assertThat(JsonTrees.lines(copy)).isEqualTo(JsonTrees.lines(file));
        assertThat(Dataset.builder("copy")
                        .addJsonLines(copy, ChatMessages.format())
                        .build()
                        .fingerprint())
                .isEqualTo(drone.fingerprint());
    }

    @Test
    void toyChat_allRows_areReadForTheChecksToJudge() {
        Dataset toy = Dataset.builder("toy")
                .addJsonLines(RealData.file("openai-cookbook/toy_chat_fine_tuning.jsonl"), ChatMessages.format())
                .build();
        assertThat(toy.size()).isEqualTo(5);
        assertThat(toy.rejected()).isEmpty();
        assertThat(toy.examples()).allMatch(ChatExample.class::isInstance);
        assertThat(rowsWith(toy, "missing_system_message")).containsExactly(3L);
        assertThat(rowsWith(toy, "missing_user_message")).containsExactly(4L);
        assertThat(Checks.standard().run(toy).count("too_few_examples")).isEqualTo(1);
    }

    private static List<Long> rowsWith(Dataset dataset, String code) {
        return Checks.standard().run(dataset).findings(code).stream()
                .map(finding -> finding.origin().row())
                .toList();
    }
}
