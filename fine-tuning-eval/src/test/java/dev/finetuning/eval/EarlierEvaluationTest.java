package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.batch.BatchPendingException;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads what commit cd48c12 wrote, with {@code earlier/WriteEarlierEvaluation.java.txt}: answers, batches and an
 * evaluation's file. What that commit said of it stands in {@code earlier/evaluation.txt}; both files are
 * never written anew.
 */
class EarlierEvaluationTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(resource("evaluation.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(EarlierEvaluationTest.class.getResourceAsStream("earlier/" + name));
    }

    private static String said() throws IOException {
        try (InputStream in = resource("evaluation.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void evaluate_askedBefore_asksNothingAgain() throws Exception {
        ScriptedChatModel model = EarlierEvaluation.model();

        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            Evaluator evaluator = EarlierEvaluation.evaluator(journal);
            Evaluation answered = evaluator.evaluate(EarlierEvaluation.cases(), model);
            Evaluation rich = evaluator.evaluate(EarlierEvaluation.rich(), model);

            assertThat(EarlierEvaluation.describe(answered) + EarlierEvaluation.describe(rich))
                    .isEqualTo(said());
        }
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void evaluationFile_ofAnEarlierCommit_isRead() throws Exception {
        Evaluation read = EvaluationFile.read(folder.resolve("evaluation.jsonl"));

        assertThat(said()).endsWith(EarlierEvaluation.describe(read));
        assertThat(read.results().get(0).testCase())
                .isEqualTo(EarlierEvaluation.rich().get(0));
    }

    @Test
    void batches_handedInBefore_areLookedFor() {
        ManualTime time = ManualTime.startingAt(EarlierEvaluation.START.plusSeconds(3_600));
        ScriptedBatchModel model = ScriptedBatchModel.knowing();

        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            Evaluator evaluator = Evaluator.builder()
                    .scorers(new ExactMatch())
                    .asking(settings -> settings.journal(journal).clock(time).sleeper(time))
                    .batches(BatchMode.DEFAULT.withQuestions(4).withPatience(Duration.ofMinutes(1)))
                    .build();

            assertThatThrownBy(() -> evaluator.evaluate(Cases.numbered(6), model))
                    .isInstanceOf(BatchPendingException.class);
        }
        assertThat(model.batches())
                .as("handed in again, as the provider forgot them")
                .isBetween(1, 2);
    }
}
