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

    @Test
    void page_keyboardAlone_filtersAndTurnsPagesWithTheFocusInSight() throws Exception {
        Path page = folder.resolve("page.html");
        new SamplePieces(400, text -> text).report().writeHtml(page);
        try (BrowserSession browser = new BrowserSession(chromium(), folder.resolve("profile"), page)) {
            awaitCount(browser, "400 of 400 cases");
            browser.press("Tab", 9, null);
            assertThat(browser.eval("document.activeElement.className")).isEqualTo("skip");

            tabTo(browser, "text");
            for (char typed : "case1".toCharArray()) {
                browser.press(String.valueOf(typed), Character.toUpperCase(typed), String.valueOf(typed));
            }
            awaitCount(browser, "111 of 400 cases");

            tabTo(browser, "cases-next");
            browser.press("Enter", 13, "\r");
            assertThat(browser.eval("document.getElementById('cases-page').textContent"))
                    .isEqualTo("ReportSections 2 of 5");
            assertThat(browser.eval("document.activeElement.id")).isEqualTo("cases-next");
        }
    }

    /** The page filters once typing pauses. */
    private static void awaitCount(BrowserSession browser, String count) throws IOException, InterruptedException {
        String shown = "document.getElementById('cases-count').textContent";
        String waiting = "new Promise(done => { let looks = 0; const look = setInterval(() => { if (" + shown + " === '"
                + count + "' || ++looks > 500) { clearInterval(look); done(); } }, 20); })";
        browser.eval(waiting);
        assertThat(browser.eval(shown)).isEqualTo(count);
    }

    /** Tabs on until the focus is on what has that name or id; whatever has the focus on the way shows it. */
    private static void tabTo(BrowserSession browser, String wanted) throws IOException, InterruptedException {
        for (int presses = 0; presses < 80; presses++) {
            browser.press("Tab", 9, null);
            assertThat(browser.eval("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            String focus = browser.eval("document.activeElement.name || document.activeElement.id");
            if (focus.equals(wanted)) {
                return;
            }
        }
        throw new AssertionError("no way to " + wanted + " by the Tab key");
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
