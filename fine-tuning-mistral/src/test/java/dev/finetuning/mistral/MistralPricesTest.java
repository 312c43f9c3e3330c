package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import org.junit.jupiter.api.Test;

/** Holds the lists to the estimates that Mistral's own notebooks printed. */
class MistralPricesTest {
    @Test
    void list_knownModels_giveWhatRealJobsWereEstimatedAt() {
        // 2.6214 USD was shown, without the minimum that is billed
        assertThat(cost("open-mistral-7b", 1_310_720)).isEqualTo(Money.usd("4"));
        assertThat(price("open-mistral-7b").training().orElseThrow().perMillion(1_310_720))
                .isEqualTo(Money.usd("2.62144"));
        assertThat(cost("pixtral-12b-latest", 8_937_456)).hasToString("17.88 USD");
        assertThat(price("pixtral-12b-2409").storagePerMonth()).contains(Money.usd("2"));
        assertThat(price("open-mistral-7b").asOf()).hasToString("2024-07-01");
    }

    @Test
    void classifiers_knownModel_givesWhatRealJobsWereEstimatedAt() {
        ModelPrice price = MistralPrices.classifiers().of("ministral-3b-latest").orElseThrow();

        assertThat(price.trainingCost(6_553_600).orElseThrow()).hasToString("3.28 EUR");
        assertThat(price.trainingCost(13_107_200).orElseThrow()).hasToString("6.56 EUR");
        assertThat(price.trainingCost(16_384_000).orElseThrow()).hasToString("8.20 EUR");
    }

    @Test
    void list_unknownModel_hasNoPrice() {
        assertThat(MistralPrices.list().of("ministral-3b-latest")).isEmpty();
        assertThat(MistralPrices.list().of("mistral-large-latest")).isEmpty();
    }

    private static Money cost(String model, long tokens) {
        return price(model).trainingCost(tokens).orElseThrow();
    }

    private static ModelPrice price(String model) {
        return MistralPrices.list().of(model).orElseThrow();
    }
}
