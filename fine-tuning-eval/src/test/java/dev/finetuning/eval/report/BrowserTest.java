package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser sees it, its script having run; skipped where there is no Chromium. */
@Tag("campaign")
class BrowserTest {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z!][a-zA-Z0-9-]*)");

    @TempDir
    Path folder;

    @Test
    void page_hostileTextEverywhere_hasTheDomOfAHarmlessOne() throws Exception {
        String harmless = dom(new SamplePieces(90, text -> text));
        String hostile = dom(new SamplePieces(90, text -> text + ReportTest.HOSTILE));

        assertThat(tags(harmless)).hasSizeGreaterThan(900);
        assertThat(tags(hostile)).isEqualTo(tags(harmless));
    }

    @Test
    void page_tenThousandCases_showsTheFirstOnes() throws Exception {
        String dom = dom(new SamplePieces(10_000, text -> text));

        assertThat(dom.contains("10,000 of 10,000 cases")).isTrue();
        assertThat(Pattern.compile("<article class=\"case\">").matcher(dom).results())
                .as("a page of cases and the template")
                .hasSize(26);
    }

    private String dom(SamplePieces pieces) throws IOException, InterruptedException {
        Path page = folder.resolve("page.html");
        pieces.report().writeHtml(page);
        Path errors = folder.resolve("errors.txt");
        Path dom = folder.resolve("dom.html");
        List<String> command = new ArrayList<>(List.of(
                chromium().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString()));
        Process browser = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(browser.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(errors, StandardCharsets.UTF_8)).doesNotContain("CONSOLE");
        return Files.readString(dom, StandardCharsets.UTF_8);
    }

    private static Path chromium() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(found).as("no Chromium on the path: skipped").isPresent();
        return found.orElseThrow();
    }

    private static List<String> tags(String html) {
        // what lies in the data is text, whatever it looks like
        String visible = html.replaceAll("(?s)<script type=\"application/json\".*?</script>", "");
        return TAG.matcher(visible).results().map(MatchResult::group).toList();
    }
}
