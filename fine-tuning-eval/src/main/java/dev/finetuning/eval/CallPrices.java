package dev.finetuning.eval;

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
record CallPrices(PriceList prices, String modelId) {
    private static final int LEAST_OUTPUT_TOKENS = 64;

    /** What these tokens cost. */
    Optional<Money> of(Usage usage) {
        RequestShape shape = new RequestShape(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
        return prices.of(modelId).flatMap(price -> price.requestCost(shape));
    }

    /** What these questions will probably cost. */
    Optional<Money> expected(Collection<Question> questions) {
        long input = questions.stream().mapToLong(Question::estimatedTokens).sum();
        long output = questions.stream().mapToLong(CallPrices::outputTokens).sum();
        return of(Usage.of(input, output));
    }

    private static long outputTokens(Question question) {
        return question.request()
                .maxTokens()
                .orElseGet(() -> Math.max(
                        LEAST_OUTPUT_TOKENS, question.testCase().expectedText().length()));
    }
}
