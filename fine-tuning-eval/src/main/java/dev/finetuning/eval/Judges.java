package dev.finetuning.eval;

import dev.finetuning.asking.AskedModel;
import dev.finetuning.asking.Asking;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The models that scorers ask: their answers are kept, asked for again where the provider was busy, and
 * counted, like those of the model that is evaluated. Thread-safe.
 */
final class Judges implements AutoCloseable {
    private final EvaluatorSettings settings;
    private final String evaluationId;
    private final IdentityHashMap<ChatModel, Asking> askings = new IdentityHashMap<>();
    private final IdentityHashMap<ChatModel, AskedModel> judges = new IdentityHashMap<>();

    Judges(EvaluatorSettings settings, String evaluationId) {
        this.settings = settings;
        this.evaluationId = evaluationId;
    }

    /** The judge, asked as the evaluator asks. */
    synchronized ChatModel asked(ChatModel judge) {
        return judges.computeIfAbsent(
                judge, each -> askings.computeIfAbsent(each, settings::asking).asModel(evaluationId));
    }

    /** The tokens that each judge took for this evaluation, by the judge's id. */
    synchronized Map<String, Usage> usage() {
        Map<String, Usage> usage = new TreeMap<>();
        judges.values().forEach(judge -> usage.merge(judge.id(), judge.askedUsage(), Usage::plus));
        usage.values().removeIf(each -> each.equals(Usage.NONE));
        return usage;
    }

    @Override
    public synchronized void close() {
        askings.values().forEach(Asking::close);
    }
}
