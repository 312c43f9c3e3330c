package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.ModelPrice;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiPricesTest {
    /** The published training prices of about October 2026, per million tokens. */
    @ParameterizedTest
    @CsvSource({
        "gpt-4.1-2025-04-14, 25.00",
        "gpt-4.1-mini, 5.00",
        "gpt-4.1-mini-2025-04-14, 5.00",
        "gpt-4.1-nano-2025-04-14, 1.50",
        "gpt-4o-2024-08-06, 25.00",
        "gpt-4o-mini-2024-07-18, 3.00",
        "gpt-3.5-turbo-0125, 8.00",
    })
    void list_knownModel_hasItsTrainingPrice(String model, BigDecimal dollars) {
        ModelPrice price = OpenAiPrices.list().of(model).orElseThrow();
        assertThat(price.trainingCost(1_000_000).orElseThrow().amount()).isEqualByComparingTo(dollars);
        assertThat(price.asOf()).hasToString("2026-10-01");
    }

    @Test
    void list_unknownModel_hasNoPrice() {
        assertThat(OpenAiPrices.list().of("gpt-9")).isEmpty();
    }
}
