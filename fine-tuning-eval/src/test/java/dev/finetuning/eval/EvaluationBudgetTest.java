package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.cost.UnknownPriceException;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationBudgetTest {
    /** A dollar for a million tokens of either kind. */
    private static final PriceList PRICES = PriceList.empty()
            .with(ModelPrice.builder("m", LocalDate.of(2026, 1, 1))
                    .input(Money.usd("1.00"))
                    .output(Money.usd("1.00"))
                    .build());

    private final ScriptedChatModel model = ScriptedChatModel.answering(
                    "m", request -> Cases.answer(request.messages().get(0).text()))
            .usage(Usage.of(600, 400));

    private Evaluator evaluator(Budget budget, PriceList prices) {
        return Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.concurrency(1).budget(budget, prices))
                .build();
    }

    @Test
    void evaluate_withinTheBudget_settlesWhatItCost() {
        Budget budget = Budget.of(Money.usd("1.00"));

        evaluator(budget, PRICES).evaluate(Cases.numbered(10), model);

        assertThat(budget.spent()).isEqualTo(Money.usd("0.01"));
        assertThat(budget.open()).isEmpty();
    }

    @Test
    void evaluate_answersDearerThanTheBudget_stopsAndSettlesWhatWasSpent() {
        Budget budget = Budget.of(Money.usd("0.003"));

        assertThatThrownBy(() -> evaluator(budget, PRICES).evaluate(Cases.numbered(10), model))
                .isInstanceOf(BudgetExceededException.class);

        assertThat(model.asked()).hasSizeBetween(3, 5);
        assertThat(budget.open()).isEmpty();
        assertThat(budget.spent())
                .isEqualTo(Money.usd("0.001").times(model.asked().size()));
    }

    @Test
    void evaluate_unknownPrice_asksNothing() {
        Budget budget = Budget.of(Money.usd("1.00"));

        assertThatThrownBy(() -> evaluator(budget, PriceList.empty()).evaluate(Cases.numbered(10), model))
                .isInstanceOf(UnknownPriceException.class);

        assertThat(model.asked()).isEmpty();
    }

    @Test
    void paid_answersTakenOverAndSharedByCases_countWhereTheyWereAskedAndOnce() {
        Evaluator evaluator = Evaluator.builder().scorers(new ExactMatch()).build();
        Evaluation first = evaluator.evaluate(Cases.numbered(4), model);
        List<TestCase> more = new ArrayList<>(Cases.numbered(6));
        more.add(more.get(5).withId("the same again"));
        Evaluation second = evaluator.evaluate(more, model);

        assertThat(model.asked()).hasSize(6);
        assertThat(first.paid(PRICES)).contains(Money.usd("0.004"));
        assertThat(second.askedUsage()).isEqualTo(Usage.of(1_200, 800));
        assertThat(second.paid(PRICES)).contains(Money.usd("0.002"));
        assertThat(second.cost(PRICES)).contains(Money.usd("0.007"));
    }

    @Test
    void paid_unknownPrice_isUnknown() {
        Evaluation evaluation = Evaluator.of(new ExactMatch()).evaluate(Cases.numbered(2), model);

        assertThat(evaluation.paid(PriceList.empty())).isEmpty();
    }
}
