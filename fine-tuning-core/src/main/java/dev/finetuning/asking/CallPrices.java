package dev.finetuning.asking;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.RequestShape;
import java.util.Collection;
import java.util.Optional;

/**
 * The cost of calls to one model; empty if its price is unknown.
 *
 * @param prices the prices of tokens
 * @param modelId the model
 */
public record CallPrices(PriceList prices, String modelId) {
    /** The cost of a number of tokens. */
    public Optional<Money> of(Usage usage) {
        RequestShape shape = new RequestShape(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
        return prices.of(modelId).flatMap(price -> price.requestCost(shape));
    }

    /** The expected cost of questions. */
    public Optional<Money> expected(Collection<Question> questions) {
        return of(expectedUsage(questions));
    }

    /** The expected number of tokens of questions and their answers. */
    public static Usage expectedUsage(Collection<Question> questions) {
        long input = questions.stream().mapToLong(Question::inputTokens).sum();
        long output = questions.stream().mapToLong(Question::outputTokens).sum();
        return Usage.of(input, output);
    }
}
