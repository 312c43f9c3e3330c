package dev.finetuning.eval;

import dev.finetuning.ProgressListener;
import dev.finetuning.Sleeper;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.RateLimit;
import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an evaluator's builder collected. */
record EvaluatorSettings(
        List<Scorer> scorers,
        int concurrency,
        int repeats,
        long seed,
        UnaryOperator<ChatRequest> request,
        RateLimit rateLimit,
        Duration deadline,
        RetryPolicy retries,
        double errorLimit,
        double absentLimit,
        Journal journal,
        ProgressListener progress,
        Runnable heartbeat,
        Optional<Budget> budget,
        Optional<BatchMode> batches,
        PriceList prices,
        InstantSource clock,
        Sleeper sleeper) {
    List<String> metrics() {
        return scorers.stream().map(Scorer::name).toList();
    }

    EvaluatorSettings withErrorLimit(double newErrorLimit) {
        return with(newErrorLimit, heartbeat);
    }

    EvaluatorSettings withHeartbeat(Runnable newHeartbeat) {
        return with(errorLimit, newHeartbeat);
    }

    private EvaluatorSettings with(double newErrorLimit, Runnable newHeartbeat) {
        return new EvaluatorSettings(
                scorers,
                concurrency,
                repeats,
                seed,
                request,
                rateLimit,
                deadline,
                retries,
                newErrorLimit,
                absentLimit,
                journal,
                progress,
                newHeartbeat,
                budget,
                batches,
                prices,
                clock,
                sleeper);
    }

    /** What asks one model as these settings say; close it. */
    Asking asking(ChatModel model) {
        Asking.Builder asking = Asking.builder(model)
                .concurrency(concurrency)
                .rateLimit(rateLimit)
                .deadline(deadline)
                .retries(retries)
                .journal(journal)
                .purpose("evaluating " + model.id())
                .clock(clock)
                .sleeper(sleeper);
        budget.ifPresent(limit -> asking.budget(limit, prices));
        return asking.build();
    }
}
