package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.LibraryClassPath;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.Durability;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.testing.ScriptedChatModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM with little memory evaluates many cases: a case of two short texts takes less than a kilobyte. */
class ManyCasesTest {
    @TempDir
    Path folder;

    @Test
    void evaluate_manyCases_inAFewMegabytes() throws Exception {
        assertThat(said(20_000, "36m")).endsWith("20000 results, 0 errors\n");
    }

    @Test
    @Tag("campaign")
    void evaluate_aHundredThousandCases_in128Megabytes() throws Exception {
        assertThat(said(100_000, "128m")).endsWith("100000 results, 0 errors\n");
    }

    private String said(int cases, String heap) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        LibraryClassPath.all(),
                        Evaluates.class.getName(),
                        folder.toString(),
                        String.valueOf(cases))
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What the JVM does. */
    static final class Evaluates {
        private Evaluates() {}

        public static void main(String[] arguments) {
            List<TestCase> cases = TestCase.from(IntStream.range(0, Integer.parseInt(arguments[1]))
                    .mapToObj(i -> ChatExample.of(
                            Message.user("Where is parcel " + i + "?"), Message.assistant("On its way, number " + i)))
                    .toList());
            try (Journal journal = FileJournal.in(Path.of(arguments[0]), Durability.PROCESS_CRASH)) {
                Evaluation evaluation = Evaluator.builder()
                        .scorers(new ExactMatch())
                        .asking(settings -> settings.journal(journal))
                        .build()
                        .evaluate(cases, ScriptedChatModel.echo("tuned"));
                System.out.print(evaluation.results().size() + " results, " + evaluation.errors() + " errors\n");
            }
        }
    }
}
