package dev.finetuning.eval;

import dev.finetuning.ProgressListener;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.AskingSettings;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.scorer.Scorer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an evaluator's builder collected. */
record EvaluatorSettings(
        List<Scorer> scorers,
        int repeats,
        long seed,
        UnaryOperator<ChatRequest> request,
        double errorLimit,
        double absentLimit,
        ProgressListener progress,
        Runnable heartbeat,
        Optional<BatchMode> batches,
        AskingSettings asking) {
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
                scorers, repeats, seed, request, newErrorLimit, absentLimit, progress, newHeartbeat, batches, asking);
    }

    /** What asks one model as these settings say; close it. */
    Asking asking(ChatModel model) {
        return Asking.create(model, asking, "evaluating " + model.id());
    }
}
