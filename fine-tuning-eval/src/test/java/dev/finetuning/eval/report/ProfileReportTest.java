package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.quality.profile.DatasetProfile;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProfileReportTest {
    private static final TokenCounter COUNTER = TokenCounters.estimate();
    private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z!][a-zA-Z0-9-]*)");

    @Test
    void html_wholeProfile_showsEveryPart() {
        String page = page("support", "orders");

        assertThat(page)
                .contains("Tokens per example", "Messages per example", "duplicate_example", "orders", "Together")
                .contains("price unknown", "default-src &#39;none&#39;; style-src")
                .doesNotContain("<script", "http://", "https://", "Where is it?");
        assertThat(page("support", "orders")).isEqualTo(page);
    }

    @Test
    void html_hostileNames_areText() {
        String harmless = page("support", "orders");
        String hostile = page("support</title>" + ReportTest.HOSTILE, "orders\"><img src=x>" + ReportTest.HOSTILE);

        assertThat(TAG.matcher(hostile).results().map(MatchResult::group))
                .containsExactlyElementsOf(
                        TAG.matcher(harmless).results().map(MatchResult::group).toList());
    }

    @Test
    void html_emptyDataset_isAPageToo() {
        Dataset empty = Dataset.builder("empty").build();

        assertThat(ProfileReport.of(DatasetProfile.of(empty, COUNTER)).html()).contains("Dataset empty", "</html>");
    }

    private static String page(String name, String category) {
        Dataset dataset = Dataset.builder(name)
                .addConversation(Map.of("category", category), "Be kind.", "Where is it?", "On its way.")
                .addConversation("", "Hello", "Hi", "Thanks", "Bye")
                .addConversation("", "Hello", "Hi", "Thanks", "Bye")
                .build();
        return ProfileReport.of(DatasetProfile.of(dataset, COUNTER)
                        .withFindings(Checks.standard().run(dataset))
                        .withCost(new CostEstimate("small", TokenStatistics.of(dataset, COUNTER), 3, Optional.empty()))
                        .withCompatibility(CompatibilityMatrix.of(dataset, Target.forConversations())))
                .html();
    }
}
