package dev.finetuning.asking;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.RequestShape;
import java.util.Collection;
import java.util.Optional;

/**
 * What calls to one model cost; empty where its price is unknown.
 *
 * @param prices what tokens cost
 * @param modelId the model
 */
public record CallPrices(PriceList prices, String modelId) {
    /** What these tokens cost. */
    public Optional<Money> of(Usage usage) {
        RequestShape shape = new RequestShape(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
        return prices.of(modelId).flatMap(price -> price.requestCost(shape));
    }

    /** What these questions will probably cost. */
    public Optional<Money> expected(Collection<Question> questions) {
        return of(expectedUsage(questions));
    }

    /** How many tokens these questions and their answers will probably have. */
    public static Usage expectedUsage(Collection<Question> questions) {
        long input = questions.stream().mapToLong(Question::inputTokens).sum();
        long output = questions.stream().mapToLong(Question::outputTokens).sum();
        return Usage.of(input, output);
    }
}
