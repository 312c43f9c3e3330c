package dev.finetuning.cost;

import dev.finetuning.FineTuningException;

/** Something would cost more than the budget has left. Raise the budget, or do less. */
public final class BudgetExceededException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient Money asked;
    private final transient Money available;

    /** An exception with the requested and the available amount. */
    public BudgetExceededException(String purpose, Money asked, Money available, Money limit) {
        super(purpose + " would cost " + asked + ", but of the budget of " + limit + " only " + available
                + " is left. Raise the budget, or do less.");
        this.asked = asked;
        this.available = available;
    }

    /** What it would cost. */
    public Money asked() {
        return asked;
    }

    /** What is left. */
    public Money available() {
        return available;
    }
}
