package dev.finetuning.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostEstimateTest {
    private static final String LIST = """
            {"asOf": "2026-10-01", "currency": "USD", "minimumPerJob": 4.00, "storagePerMonth": 2.00,
             "models": [
               {"model": "small", "training": 5.00, "input": 0.80, "cachedInput": 0.20, "output": 3.20},
               {"model": "small-plus", "training": 50.00, "asOf": "2026-01-01"},
               {"model": "gratis", "training": 0, "minimumPerJob": 0},
               {"model": "chat-only", "input": 1.00, "output": 2.00}]}
            """;
    private static final PriceList PRICES = read(LIST);
    private static final TokenCounter COUNTER = TokenCounters.estimate();

    @Test
    void training_largeJob_costsTokensTimesEpochs() {
        CostEstimate estimate = new CostEstimate("small", statistics(1_000_000), 3, PRICES.of("small"));

        assertThat(estimate.trainedTokens()).isEqualTo(3_000_000);
        assertThat(estimate.training()).contains(Money.usd("15.00"));
        assertThat(estimate.storage(3)).contains(Money.usd("6"));
        assertThat(estimate)
                .hasToString("small: 1,000,000 tokens × 3 epochs = 3,000,000 (test), 15.00 USD"
                        + " at prices of 2026-10-01");
    }

    @Test
    void training_smallJob_costsTheMinimum() {
        CostEstimate estimate = new CostEstimate("small", statistics(100), 3, PRICES.of("small"));

        assertThat(estimate.training()).contains(Money.usd("4"));
    }

    @Test
    void training_unknownModel_isUnknownNotZero() {
        CostEstimate estimate = CostEstimate.of("large", statistics(100), EpochRule.fixed(1), PRICES);

        assertThat(estimate.training()).isEmpty();
        assertThat(estimate.storage(1)).isEmpty();
        assertThat(estimate.breakEven(Money.usd("2"), Money.usd("1"))).isEmpty();
        assertThat(estimate.toString()).contains("price unknown");
    }

    @Test
    void training_freeModel_isZeroNotUnknown() {
        assertThat(PRICES.of("gratis").orElseThrow().trainingCost(5)).contains(Money.usd("0"));
        assertThat(PRICES.of("chat-only").orElseThrow().trainingCost(5)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"small-2026-01-31, small", "small-latest, small", "small-0125, small", "small-plus-20260131, small-plus"
    })
    void of_datedModel_hasThePriceOfItsName(String model, String listed) {
        assertThat(PRICES.of(model)).map(ModelPrice::model).contains(listed);
    }

    @Test
    void of_otherModelWithTheSameBeginning_isUnknown() {
        assertThat(PRICES.of("small-turbo")).isEmpty();
        assertThat(PRICES.of("smaller")).isEmpty();
    }

    @Test
    void with_otherPrice_overridesTheList() {
        ModelPrice old = PRICES.of("small").orElseThrow();
        ModelPrice mine =
                ModelPrice.builder("small", old.asOf()).training(Money.usd("1")).build();

        assertThat(PRICES.with(mine).of("small").orElseThrow().trainingCost(1_000_000))
                .contains(Money.usd("1"));
    }

    @Test
    void read_malformedList_saysWhichList() {
        assertThatThrownBy(() -> read("{\"models\": []}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test list");
        assertThatThrownBy(() -> read("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test list");
    }

    @Test
    void breakEven_shorterPrompt_paysAfterSoManyRequests() {
        ModelPrice tuned = PRICES.of("small").orElseThrow();
        CostEstimate estimate = new CostEstimate("small", statistics(1_000_000), 2, Optional.of(tuned));
        // by hand: 2,000 tokens in cost 0.0016, 200 cost 0.00016; 10.00 / 0.00144 = 6,944.4
        Money base = tuned.requestCost(new RequestShape(2_000, 0, 0)).orElseThrow();
        Money shortPrompt = tuned.requestCost(new RequestShape(200, 0, 0)).orElseThrow();

        assertThat(estimate.breakEven(base, shortPrompt)).isEqualTo(OptionalLong.of(6_945));
        assertThat(estimate.breakEven(shortPrompt, base)).isEmpty();
    }

    @Test
    void requestCost_cachedTokens_costLess() {
        assertThat(PRICES.of("small").orElseThrow().requestCost(new RequestShape(1_000_000, 500_000, 0)))
                .isEqualTo(Optional.of(Money.usd("0.50")));
    }

    /** By the cookbook notebook: 3; if 3n &lt; 100, min(25, 100 // n); if 3n &gt; 25,000, max(1, 25,000 // n). */
    @ParameterizedTest
    @CsvSource({"1, 25", "3, 25", "4, 25", "10, 10", "33, 3", "34, 3", "8333, 3", "8334, 2", "20000, 1", "1000000, 1"})
    void boundedExposure_givenExamples_followsTheCookbook(long examples, int epochs) {
        assertThat(EpochRule.boundedExposure().epochs(examples)).isEqualTo(epochs);
    }

    @Test
    void estimate_framing_followsTheFormula() {
        ChatExample example = ChatExample.of(Message.user("12345678"), Message.assistant("1234"));

        // user: 3 + role 1 + 2; assistant: 3 + role 3 (9 characters) + 1; example: 3
        assertThat(COUNTER.count(example)).isEqualTo(new TokenCount(16, 1, 0));
        assertThat(COUNTER.exact()).isFalse();
        assertThat(COUNTER.name()).isEqualTo("estimate, 4 characters a token");
    }

    @Test
    void estimate_weightZero_isNotTrained() {
        ChatExample example = ChatExample.of(
                Message.user("1234"), Message.assistant("1234").withWeight(0.0), Message.assistant("12345678"));

        assertThat(COUNTER.count(example).trainable()).isEqualTo(2);
    }

    @Test
    void estimate_chinese_countsCharacters() {
        assertThat(COUNTER.count("微调模型")).isEqualTo(4);
    }

    @Test
    void statistics_ofExamples_countsRolesAndLengths() {
        TokenStatistics statistics = TokenStatistics.of(
                Collections.nCopies(3, ChatExample.of(Message.user("12345678"), Message.assistant("1234"))), COUNTER);

        assertThat(statistics.count().total()).isEqualTo(48);
        assertThat(statistics.byRole()).containsEntry(Role.USER, 6L).containsEntry(Role.ASSISTANT, 3L);
        assertThat(statistics.median()).isEqualTo(16);
    }

    private static TokenStatistics statistics(long tokens) {
        return new TokenStatistics(10, new TokenCount(tokens, tokens, 0), java.util.Map.of(), 1, 1, 1, 1, "test", true);
    }

    private static PriceList read(String json) {
        return PriceList.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "test list");
    }
}
