package dev.finetuning.recipes;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Split;
import dev.finetuning.eval.report.SearchReport;
import dev.finetuning.journal.Journal;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.search.HyperparameterSearch;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.SearchSpace;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Looks for the best epochs and learning rate with as many trials as the money lasts for, and promotes the winner if
 * it passes the gates on examples that the search never saw. Start it again after a crash: it goes on.
 */
public final class SearchUnderBudget {
    private static final SearchSpace SPACE = SearchSpace.builder()
            .whole("epochs", 1, 20)
            .realLogarithmic("learning_rate_multiplier", 0.1, 10)
            .build();

    private final Journal journal;
    private final FineTuningRuns runs;
    private final PriceList prices;
    private final TokenCounter counter;

    /** Uses runs that evaluate and have gates, on the same journal. */
    public SearchUnderBudget(Journal journal, FineTuningRuns runs, PriceList prices, TokenCounter counter) {
        this.journal = journal;
        this.runs = runs;
        this.prices = prices;
        this.counter = counter;
    }

    /** Searches and writes a page about it. */
    public SearchResult search(String baseModel, Split split, Money budget, Path page)
            throws InterruptedException, IOException {
        TokenStatistics tokens = TokenStatistics.of(split.train(), counter);
        HyperparameterSearch search = HyperparameterSearch.builder("support", journal, runs)
                .space(SPACE)
                .plan(settings -> RunPlan.builder("support", baseModel, split.train())
                        .validation(split.validation().examples())
                        .test(split.validation().examples())
                        .request(request -> request.hyperparameters(settings.hyperparameters()))
                        .cost(CostEstimate.of(
                                baseModel, tokens, EpochRule.fixed((int) settings.number("epochs")), prices)))
                .trials(20)
                .parallel(2)
                .budget(budget)
                .freshData(split.test().examples())
                .build();
        SearchResult result = search.run();
        SearchReport.of(result).writeHtml(page);
        return result;
    }
}
