package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.Report;
import dev.finetuning.registry.version.ScoreCard;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Every answer of these evaluations takes 10 tokens in, 5 out and 20 ms. */
class NetBenefitTest {
    private final Evaluation cheap = Evaluations.of("cheap", 1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
    private final Evaluation dear = Evaluations.of("dear", 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    private final PriceList prices = PriceList.empty().with(price("cheap", "1")).with(price("dear", "1000"));

    private static ModelPrice price(String model, String perMillion) {
        Money money = Money.usd(perMillion);
        return ModelPrice.builder(model, LocalDate.of(2026, 1, 1))
                .input(money)
                .output(money)
                .build();
    }

    private NetBenefit benefit(double fullScore) {
        return NetBenefit.of(cheap, dear, Comparison.of(cheap, dear), new WillingnessToPay(fullScore, 0), prices);
    }

    @Test
    void of_knownCosts_isWorthOfTheScoreLessThePrice() {
        NetBenefit benefit = benefit(1);

        // 15 tokens at 1,000 and at 1 US dollar a million; four of ten cases gain a full score
        assertThat(benefit.costIncrease()).isCloseTo(0.015 - 0.000015, within(1e-12));
        assertThat(benefit.benefit().value()).isCloseTo(0.4 - 0.014985, within(1e-12));
        assertThat(benefit.benefit().low()).isLessThan(benefit.benefit().value());
    }

    @Test
    void verdict_dearerAndBetter_dependsOnWhatAScoreIsWorth() {
        assertThat(benefit(0.001).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(benefit(0.001).sentence()).startsWith("dear is not worth its price against cheap");
        assertThat(benefit(0.04).verdict()).isEqualTo(Verdict.UNDECIDED);
        Evaluation worst = Evaluations.of("cheap", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        NetBenefit clear = NetBenefit.of(worst, dear, Comparison.of(worst, dear), new WillingnessToPay(1, 0), prices);
        assertThat(clear.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(clear.sentence()).startsWith("dear is worth its price against cheap: a request gains +0.885015 USD");
    }

    @Test
    void of_secondsThatMatter_countTheirDifference() {
        NetBenefit benefit = NetBenefit.of(cheap, dear, Comparison.of(cheap, dear), new WillingnessToPay(1, 5), prices);
        assertThat(benefit.secondsIncrease()).isZero();
        assertThat(benefit.benefit().value()).isCloseTo(0.385015, within(1e-12));
    }

    @Test
    void of_unknownPrice_isRefused() {
        Comparison comparison = Comparison.of(cheap, dear);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetBenefit.of(cheap, dear, comparison, new WillingnessToPay(1, 0), PriceList.empty()))
                .withMessageContaining("no price for cheap");
        assertThatIllegalArgumentException().isThrownBy(() -> new WillingnessToPay(0, 0));
    }

    @Test
    void scoreCard_cost_isTheMeanOfARequest() {
        ScoreCard card = ScoreCards.cost(dear, prices, Instant.EPOCH);
        assertThat(card.metric()).isEqualTo(ScoreCard.COST_PER_REQUEST);
        assertThat(card.value()).isCloseTo(0.015, within(1e-12));
        assertThat(card.n()).isEqualTo(10);
    }

    @Test
    void report_worthGiven_saysWhetherThePriceIsWorthIt() {
        String html = Report.builder("Net benefit")
                .candidate(dear)
                .against(cheap)
                .prices(prices)
                .worth(new WillingnessToPay(0.001, 0))
                .build()
                .html();
        assertThat(html.contains("dear is not worth its price against cheap")).isTrue();
    }
}
