package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.search.HyperparameterSearch;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.SearchSpace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a search, made from a journal as searches write it. */
class SearchReportTest {
    private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z!][a-zA-Z0-9-]*)");

    @TempDir
    Path folder;

    private final Journal journal = new InMemoryJournal();

    private void entry(String type, String body) {
        Instant then = Instant.parse("2026-11-28T23:00:00Z");
        journal.append("search:support", Journal.ANY_SIZE, List.of(new JournalEntry(type, then, body)));
    }

    /** Twelve trials, of which one failed and one was stopped early. */
    private SearchResult result(String schedule, String why) {
        for (int i = 0; i < 12; i++) {
            double rate = Math.pow(10, -2 + i * 0.3);
            double loss = 0.3 + Math.abs(i - 6) * 0.07 + (i % 3) * 0.02;
            String settings = String.format(
                    Locale.ROOT,
                    "{\"trial\":%d,\"settings\":{\"epochs\":%d,\"learning_rate_multiplier\":%.5f,\"schedule\":\"%s\"}}",
                    i,
                    1 + i % 5,
                    rate,
                    i % 2 == 0 ? "constant" : schedule);
            entry("search.trial-begun", settings);
            String outcome = i == 3 ? "failed" : i == 4 ? "stopped" : "measured";
            entry(
                    "search.trial-over",
                    String.format(
                            Locale.ROOT,
                            "{\"trial\":%d,\"outcome\":\"%s\",%s\"amount\":\"1.25\",\"currency\":\"USD\",\"run\":\"r\","
                                    + "\"checkpoint\":{\"id\":\"c\",\"step\":40,\"value\":%.4f},\"note\":\"%s\"}",
                            i,
                            outcome,
                            i == 3 ? "" : String.format(Locale.ROOT, "\"value\":%.4f,", loss),
                            loss - 0.01,
                            i == 3 ? why : ""));
        }
        entry("search.ended", "{\"why\":\"trials\"}");
        entry(
                "search.winner-measured",
                "{\"trial\":6,\"version\":\"1.0.6\",\"promoted\":true,\"note\":\"\",\"metrics\":[{\"name\":\"ExactMatch\","
                        + "\"direction\":\"higher-is-better\",\"fresh\":0.812,\"cases\":300,\"inSearch\":0.845,"
                        + "\"interval\":{\"low\":0.764,\"high\":0.855,\"level\":0.95}}]}");
        LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder, provider, JournaledModelRegistry.open(journal))
                .build();
        return HyperparameterSearch.builder("support", journal, runs)
                .space(SearchSpace.builder()
                        .whole("epochs", 1, 5)
                        .realLogarithmic("learning_rate_multiplier", 0.01, 100)
                        .choice("schedule", "constant", schedule)
                        .build())
                .plan(settings -> RunPlan.builder("support", LocalTrainingPipeline.LINEAR, List.of()))
                .build()
                .result();
    }

    @Test
    void html_wholeSearch_showsWinnerChartsAndTrials() throws Exception {
        String page = SearchReport.of(result("cosine", "the file was refused")).html();

        assertThat(page)
                .contains("Trial 6 wins", "15.00 USD", "version 1.0.6 passed its gates")
                .contains("0.8450", "0.8120", "0.7640 to 0.8550", "+0.033")
                .contains("The best so far", "learning_rate_multiplier (logarithmic)", "Each line is a trial")
                .contains("failed: the file was refused", "stopped", "0.2900 at step 40")
                .doesNotContain("<script", "http://", "https://", "NaN", "Infinity");
        assertThat(Pattern.compile("<circle").matcher(page).results())
                .as("ten measured trials in four charts")
                .hasSize(40);
        assertThat(Pattern.compile("<polyline").matcher(page).results())
                .as("ten trials and the curve")
                .hasSize(11);
        String target = System.getProperty("search.report");
        if (target != null) {
            java.nio.file.Files.writeString(Path.of(target), page);
        }
    }

    @Test
    void html_hostileTexts_areText() {
        String harmless = SearchReport.of(result("cosine", "why")).html();
        SearchReportTest other = new SearchReportTest();
        other.folder = folder;
        String hostile = SearchReport.of(other.result("z<img src=x onerror=alert(1)>", "</td><b>why"))
                .html();

        assertThat(TAG.matcher(hostile).results().map(MatchResult::group))
                .containsExactlyElementsOf(
                        TAG.matcher(harmless).results().map(MatchResult::group).toList());
    }

    @Test
    void html_searchWithoutATrial_isAPageToo() {
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal,
                        folder,
                        LocalTrainingPipeline.in(folder.resolve("local")),
                        JournaledModelRegistry.open(journal))
                .build();
        SearchResult empty = HyperparameterSearch.builder("empty", journal, runs)
                .space(SearchSpace.builder().whole("epochs", 1, 5).build())
                .plan(settings -> RunPlan.builder("support", LocalTrainingPipeline.LINEAR, List.of()))
                .build()
                .result();

        assertThat(SearchReport.of(empty).html()).contains("No trial was measured", "</html>");
    }

    @Test
    void figures_forAPageOfOnesOwn_areThoseOfThePageWithoutStyleOrScript() {
        String odd = "<script>alert(1)</script>";
        SearchReport report = SearchReport.of(result(odd, "why"));

        assertThat(report.figures())
                .contains("<polyline class=\"line c0\"", "The best so far")
                .doesNotContain("<script", "<style", " style=", "http");
        assertThat(report.html()).contains(report.figures());
    }

    @Test
    void figures_withoutAMeasuredTrial_areEmpty() {
        LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder, provider, JournaledModelRegistry.open(journal))
                .build();
        SearchResult nothing = HyperparameterSearch.builder("nothing", journal, runs)
                .space(SearchSpace.builder().whole("epochs", 1, 5).build())
                .plan(settings -> RunPlan.builder("support", LocalTrainingPipeline.LINEAR, List.of()))
                .build()
                .result();

        assertThat(SearchReport.of(nothing).figures()).isEmpty();
    }
}
