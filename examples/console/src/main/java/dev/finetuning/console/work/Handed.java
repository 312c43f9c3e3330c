package dev.finetuning.console.work;

import dev.finetuning.retraining.Receipt;
import java.util.List;
import java.util.Locale;

/**
 * What became of examples that were handed in.
 *
 * @param queued how many are in the queue
 * @param known how many were known already
 * @param refused how many the checks refused
 */
public record Handed(long queued, long known, long refused) {
    static final Handed NOTHING = new Handed(0, 0, 0);

    /** What the receipts of examples say. */
    public static Handed of(List<Receipt> receipts) {
        return new Handed(
                count(receipts, Receipt.Outcome.QUEUED),
                count(receipts, Receipt.Outcome.KNOWN),
                count(receipts, Receipt.Outcome.REJECTED));
    }

    private static long count(List<Receipt> receipts, Receipt.Outcome outcome) {
        return receipts.stream().filter(receipt -> receipt.outcome() == outcome).count();
    }

    Handed plus(Handed more) {
        return new Handed(queued + more.queued, known + more.known, refused + more.refused);
    }

    /** In words. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%,d %s in the queue, %,d known already, %,d refused",
                queued,
                queued == 1 ? "example is" : "examples are",
                known,
                refused);
    }
}
