package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.EvaluationFile;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.report.export.CsvResults;
import dev.finetuning.eval.report.export.JUnitXml;
import dev.finetuning.eval.report.export.JsonResults;
import dev.finetuning.eval.report.export.MarkdownSummary;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.NumericDiff;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ResultFilesTest {
    private static final String HOSTILE = "=1+1]]>\"'<a>&|\n\u0001,;";

    private final Evaluation evaluation = Evaluator.builder()
            .scorers(new ExactMatch())
            .asking(settings -> settings.concurrency(1))
            .errorLimit(1)
            .build()
            .evaluate(
                    List.of(TestCase.of("refused", "x"), TestCase.of("right", "=1+1"), TestCase.of("wrong", HOSTILE)),
                    ScriptedChatModel.answering("m", "=1+1")
                            .failNext(new RequestRejectedException(
                                    Incident.of("scripted", "ask"), List.of(HOSTILE), null)));

    @Test
    void csv_cellsThatLookLikeFormulas_areDefused() throws Exception {
        List<CSVRecord> rows;
        try (var parser =
                CSVFormat.RFC4180.builder().setHeader().get().parse(new StringReader(CsvResults.of(evaluation)))) {
            rows = parser.getRecords();
        }

        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).get("actual")).isEqualTo("'=1+1");
        assertThat(rows.get(2).get("expected")).isEqualTo("'" + HOSTILE);
        assertThat(rows.get(1).get("ExactMatch")).isEqualTo("1.0");
        assertThat(rows.get(0).get("error")).startsWith("REJECTED");
    }

    @Test
    void junitXml_hostileText_parsesWithFailuresAndErrors() throws Exception {
        byte[] xml = JUnitXml.of(evaluation).getBytes(StandardCharsets.UTF_8);

        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(suite.getElementsByTagName("error").getLength()).isEqualTo(1);
    }

    @Test
    void json_anyEvaluation_holdsAggregatesAndResults() throws Exception {
        JsonNode json = new ObjectMapper().readTree(JsonResults.of(evaluation));

        assertThat(json.at("/metrics/ExactMatch/mean/value").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/errors").asLong()).isEqualTo(1);
        assertThat(json.at("/results/2/expected").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void everyFile_anAnswerThatCouldNotBeJudged_isShownAsSuch() throws Exception {
        Evaluation judged = Evaluator.builder()
                .scorers(new NumericDiff())
                .absentLimit(1)
                .build()
                .evaluate(
                        List.of(TestCase.of("one", "1"), TestCase.of("two", "no number")),
                        ScriptedChatModel.answering("m", "1"));

        assertThat(CsvResults.of(judged))
                .contains("NumericDiff,NumericDiff passed,NumericDiff not scored")
                .contains(",1.0,true,,")
                .contains(",,,the expected answer is not a number,");
        assertThat(JUnitXml.of(judged))
                .contains("tests=\"2\" failures=\"0\" errors=\"1\"")
                .contains("not scored: the expected answer is not a number");
        assertThat(MarkdownSummary.of(List.of(judged)))
                .contains("| Scored | Not scored | Errors |")
                .contains("| 1 | 1 | 0 |");
        String page = Report.builder("x").candidate(judged).build().html();
        assertThat(page).contains("answers that could not be scored: 1").contains("Not scored (1)");
        assertThat(ScoreCards.of(judged, "NumericDiff", Instant.EPOCH).absentShare())
                .isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" =1", "\u00A0+1", "\u200B=1", "\uFEFF=1", "\uFF1D1", "\uFF0B1", "\uFF201", "\u22121", "\t1"})
    void csv_formulasInDisguise_areDefused(String cell) throws Exception {
        Evaluation disguised = Evaluator.builder()
                .scorers(new ExactMatch())
                .build()
                .evaluate(List.of(TestCase.of("q", cell)), ScriptedChatModel.answering("m", "x"));
        try (var parser =
                CSVFormat.RFC4180.builder().setHeader().get().parse(new StringReader(CsvResults.of(disguised)))) {
            assertThat(parser.getRecords().get(0).get("expected")).isEqualTo("'" + cell);
        }
    }

    @Test
    void writeAll_aComparison_leavesEveryKindOfFileAndNothingElse(@TempDir Path folder) throws Exception {
        Report report = Report.builder("Cards | refunds")
                .candidate(evaluation)
                .against(evaluation)
                .build();

        List<Path> files = report.writeAll(folder.resolve("out"));

        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "report.html",
                        "summary.md",
                        "results.json",
                        "results.csv",
                        "junit.xml",
                        "against-1.json",
                        "against-1.csv");
        try (Stream<Path> written = Files.list(folder.resolve("out"))) {
            assertThat(written).containsExactlyInAnyOrderElementsOf(files);
        }
        assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
        assertThat(files.get(1)).content().startsWith("# Cards &#124; refunds\n\n**≈ Undecided**\n\nIt is undecided");
    }

    @Test
    void evaluationFile_anythingInIt_readsBackEqual(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("evaluation.jsonl");

        EvaluationFile.write(evaluation, file);

        assertThat(EvaluationFile.read(file)).isEqualTo(evaluation);
    }

    @Test
    void markdown_markupInNames_isText() {
        assertThat(MarkdownSummary.of(List.of(evaluation))).contains("| m | ExactMatch | 0.500 |");
        assertThat(MarkdownSummary.of("a|b\n<i>*", new Banner(Banner.Tone.GOOD, "x", "y"), List.of()))
                .startsWith("# a&#124;b &#60;i&#62;&#42;\n");
    }
}
