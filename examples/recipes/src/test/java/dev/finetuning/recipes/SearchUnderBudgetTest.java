package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.search.SearchResult;
import dev.finetuning.training.follow.PollPace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchUnderBudgetTest {
    /** Training at the local provider costs nothing; here it is given a price for every job. */
    private static final String PRICES = """
            {"asOf": "2026-11-01", "currency": "USD", "models": [
              {"model": "local-linear", "training": 0.01, "minimumPerJob": 1}]}
            """;

    @TempDir
    Path folder;

    @Test
    void search_moneyForFour_promotesTheWinnerAndWritesThePage() throws Exception {
        Split split = Questions.dataset(30, 4).split(SplitRatios.of(0.6, 0.2, 0.2));
        PriceList prices =
                PriceList.read(new ByteArrayInputStream(PRICES.getBytes(StandardCharsets.UTF_8)), "the test's prices");
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            ModelRegistry registry = JournaledModelRegistry.open(journal);
            FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                    .evaluation(CandidateEvaluation.of(provider, journal, new ExactMatch()))
                    .promotion(PromotionPolicy.of(Gate.atLeast("ExactMatch", 0.9)), Alias.PRODUCTION)
                    .pace(PollPace.IN_PROCESS)
                    .build();
            Path page = folder.resolve("search.html");

            SearchResult result = new SearchUnderBudget(journal, runs, prices, TokenCounters.estimate())
                    .search(LocalTrainingPipeline.LINEAR, split, Money.usd("4.50"), page);

            assertThat(result.end()).contains(SearchResult.End.BUDGET);
            assertThat(result.ranked()).hasSize(4);
            assertThat(result.fresh().orElseThrow().promoted()).isTrue();
            assertThat(registry.byAlias("support", Alias.PRODUCTION))
                    .get()
                    .extracting(version -> version.version().toString())
                    .isEqualTo(result.winner().orElseThrow().version().orElseThrow());
            assertThat(page).content().contains("passed its gates");
        }
    }
}
