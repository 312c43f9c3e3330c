package dev.finetuning.synthesis;

import dev.finetuning.ProgressListener;
import dev.finetuning.Sleeper;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.RateLimit;
import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.journal.Journal;
import dev.finetuning.quality.Checks;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a synthesis runs on: what its builder held when it was built. Immutable. */
final class SynthesisSettings {
    final ChatModel model;
    final Recipe recipe;
    final Dataset from;
    final List<Example> guarded;
    final Dataset base;
    final Predicate<? super Example> wanted;
    final int perExample;
    final double maxShare;
    final UnaryOperator<ChatRequest> request;
    final PriceList prices;
    final Journal journal;
    final ProgressListener progress;
    final InstantSource clock;
    final Checks checks;
    final @Nullable Long seed;

    private final int concurrency;
    private final RetryPolicy retries;
    private final RateLimit rateLimit;
    private final Sleeper sleeper;
    private final @Nullable Budget budget;

    SynthesisSettings(Synthesis.Builder builder) {
        model = builder.model;
        recipe = builder.recipe;
        from = builder.from;
        guarded = List.copyOf(builder.guarded);
        base = builder.base;
        wanted = builder.wanted;
        perExample = builder.perExample;
        maxShare = builder.maxShare;
        request = builder.request;
        prices = builder.prices;
        journal = builder.journal;
        progress = builder.progress;
        clock = builder.clock;
        checks = builder.checks == null ? builder.recipe.checks() : builder.checks;
        seed = builder.seed;
        concurrency = builder.concurrency;
        retries = builder.retries;
        rateLimit = builder.rateLimit;
        sleeper = builder.sleeper;
        budget = builder.budget;
    }

    Asking asking(String purpose) {
        Asking.Builder asking = Asking.builder(model)
                .journal(journal)
                .concurrency(concurrency)
                .rateLimit(rateLimit)
                .retries(retries)
                .purpose(purpose)
                .clock(clock)
                .sleeper(sleeper);
        return budget == null ? asking.build() : asking.budget(budget, prices).build();
    }

    String order() {
        return seed == null ? "" : seed + ":";
    }
}
