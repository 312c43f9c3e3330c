package dev.finetuning.cost;

import dev.finetuning.FineTuningException;

/** Something has no known price, and there is a budget to keep. Add the price to the price list. */
public final class UnknownPriceException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String purpose;

    /** An exception for something without a price. */
    public UnknownPriceException(String purpose) {
        super("the price of " + purpose + " is unknown, so it cannot be paid from a budget."
                + " Add it to the price list, or go without a budget.");
        this.purpose = purpose;
    }

    /** What has no known price. */
    public String purpose() {
        return purpose;
    }
}
