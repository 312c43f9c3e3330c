package dev.finetuning.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.EvaluationFile;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RegressionExtension.class)
class RegressionExtensionTest {
    private static final List<TestCase> CASES = IntStream.range(0, 40)
            .mapToObj(i -> TestCase.of("q" + i, "a" + i).withId("case-" + i))
            .toList();

    private final List<String> reported = new ArrayList<>();

    @TempDir
    Path folder;

    /** A model that is wrong from a question on. */
    private static Evaluation knowing(String model, int questions) {
        return Evaluator.of(new ExactMatch(), new Levenshtein())
                .evaluate(CASES, ScriptedChatModel.answering(model, request -> {
                    String question = request.messages().get(0).text();
                    int number = Integer.parseInt(question.substring(1));
                    return number < questions ? "a" + number : "no idea";
                }));
    }

    private RegressionCheck check(boolean accepting) {
        return new RegressionCheck(
                "SupportTest.answers", folder.resolve("reports").toString(), accepting, reported::add);
    }

    @Test
    void resolveParameter_testMethod_getsACheckOfItsOwn(RegressionCheck check) throws IOException {
        check.against(knowing("old", 40), knowing("new", 40));

        String name = getClass().getName() + ".resolveParameter_testMethod_getsACheckOfItsOwn";
        assertThat(Path.of("target/evaluations", name, "report.html")).isNotEmptyFile();
    }

    @Test
    void against_worseThanTheBaseline_failsWithTheSentenceTheCasesAndTheReport() throws IOException {
        Path baseline = folder.resolve("support.jsonl");
        EvaluationFile.write(knowing("old", 40), baseline);

        AssertionError failure =
                catchThrowableOfType(AssertionError.class, () -> check(false).against(baseline, knowing("new", 25)));

        assertThat(failure)
                .hasMessageContaining("new is worse than old by ExactMatch: difference -0.3750")
                .hasMessageContaining("new is worse than old by Levenshtein")
                .hasMessageContaining("Regressed cases: case-25, case-26")
                .hasMessageContaining("…")
                .hasMessageContaining("report.html");
        assertThat(folder.resolve("reports/SupportTest.answers"))
                .isDirectoryContaining("glob:**junit.xml")
                .isDirectoryContaining("glob:**summary.md");
        assertThat(reported).hasSize(1);
    }

    @Test
    void against_asGoodOrWorseByChance_passes() throws IOException {
        Path baseline = folder.resolve("support.jsonl");
        EvaluationFile.write(knowing("old", 39), baseline);

        check(false).against(baseline, knowing("new", 40));
        check(false).with(ComparisonSettings.DEFAULT.withMargin(0.05)).against(baseline, knowing("new", 38));

        assertThat(reported).hasSize(2);
    }

    @Test
    void against_noBaselineYet_failsAndSaysHowToAccept() {
        Path baseline = folder.resolve("none.jsonl");

        AssertionError failure =
                catchThrowableOfType(AssertionError.class, () -> check(false).against(baseline, knowing("new", 40)));

        assertThat(failure).hasMessageContaining("-Dfinetuning.evaluation.accept=true");
        assertThat(baseline).doesNotExist();
    }

    @Test
    void against_accepting_becomesTheBaseline() throws IOException {
        Path baseline = folder.resolve("deep/support.jsonl");
        Evaluation measured = knowing("old", 30);

        check(true).against(baseline, measured);

        assertThat(EvaluationFile.read(baseline)).isEqualTo(measured);
        check(false).against(baseline, measured);
    }

    @Test
    void against_fileThatIsNoBaseline_saysWhichLine() throws IOException {
        Path broken = folder.resolve("broken.jsonl");
        EvaluationFile.write(knowing("old", 40), broken);
        Files.writeString(broken, Files.readString(broken) + "{\"case\": 1}\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(false).against(broken, knowing("new", 40)))
                .withMessageContaining("broken.jsonl, line 42");
    }
}
