package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z!][a-zA-Z0-9-]*)");
    static final String HOSTILE =
            "</script><!--<script>alert(1)</script><img src=x onerror=alert(2)>\"'`&lt;\u2028\u2029\u0000\u202e{{}}</title></style>";

    @Test
    void html_hostileTextEverywhere_hasTheTagsOfAHarmlessPage() {
        List<String> harmless = tags(new SamplePieces(90, text -> text).report().html());
        List<String> hostile =
                tags(new SamplePieces(90, text -> text + HOSTILE).report().html());

        assertThat(harmless).hasSizeGreaterThan(300);
        assertThat(hostile).isEqualTo(harmless);
    }

    @Test
    void html_hostileText_isHeldByTheDataUnchanged() throws Exception {
        String html = new SamplePieces(10, text -> text + HOSTILE).report().html();

        JsonNode cases = new ObjectMapper().readTree(data(html));

        assertThat(cases.get(0).get("expected").asText()).isEqualTo("billing" + HOSTILE);
        assertThat(data(html)).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    }

    @Test
    void html_anyReport_allowsItsOwnScriptAndStyleOnly() {
        String html = new SamplePieces(10, text -> text).report().html();

        assertThat(html)
                .contains("default-src &#39;none&#39;; script-src &#39;sha256-")
                .doesNotContain("style=", "http://", "https://", " onclick");
    }

    @Test
    void html_samePieces_giveTheSameBytes() {
        assertThat(new SamplePieces(50, text -> text).report().html())
                .isEqualTo(new SamplePieces(50, text -> text).report().html());
    }

    @Test
    void html_nothingToShow_isStillAPage() {
        assertThat(Report.builder("Empty").build().html()).contains("Not evaluated", "How it was computed");
    }

    @Test
    void html_tenThousandCases_staysSmallInElements(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("deep/report.html");

        new SamplePieces(10_000, text -> text).report().writeHtml(file);

        String html = Files.readString(file);
        assertThat(tags(html)).hasSizeLessThan(2_000);
        assertThat(new ObjectMapper().readTree(data(html))).hasSize(10_000);
        assertThat(file.getParent())
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryNotContaining("glob:**.part");
    }

    /** {@code -Dreport.sample=FOLDER} leaves pages to look at. */
    @Test
    @EnabledIfSystemProperty(named = "report.sample", matches = ".+")
    void writeHtml_samples_areThereToLookAt() throws Exception {
        Path folder = Path.of(System.getProperty("report.sample"));

        new SamplePieces(240, text -> text).report().writeHtml(folder.resolve("sample.html"));
        new SamplePieces(240, text -> text + HOSTILE).report().writeHtml(folder.resolve("hostile.html"));
        new SamplePieces(10_000, text -> text).report().writeHtml(folder.resolve("large.html"));

        assertThat(folder.resolve("large.html")).isNotEmptyFile();
    }

    private static String data(String html) {
        int start = html.indexOf('>', html.indexOf("id=\"cases-data\"")) + 1;
        return html.substring(start, html.indexOf("</script>", start));
    }

    private static List<String> tags(String html) {
        return TAG.matcher(html).results().map(MatchResult::group).toList();
    }
}
