package dev.finetuning.cost;

import dev.finetuning.FineTuningException;

/**
 * Money was to be set aside under a lease that somebody else has taken over since. Look again how the work stands;
 * nothing was set aside.
 */
public final class LeaseLostException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String reservation;

    /** About a reservation, the lease it was asked for under, and the latest one. */
    public LeaseLostException(String reservation, long fence, long latest) {
        super("reservation " + reservation + " belongs to lease " + latest + " by now; lease " + fence + " was lost");
        this.reservation = reservation;
    }

    /** Identifies the reservation in the ledger. */
    public String reservation() {
        return reservation;
    }
}
