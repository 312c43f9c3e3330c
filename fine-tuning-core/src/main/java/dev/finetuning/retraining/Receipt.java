package dev.finetuning.retraining;

import dev.finetuning.quality.Finding;
import java.util.List;

/**
 * What became of an example that was handed in. It is on disk, in the queue or among the rejects.
 *
 * @param outcome what became of it
 * @param findings why it was rejected; warnings about one that was not
 */
public record Receipt(Outcome outcome, List<Finding> findings) {
    /** What became of an example. */
    public enum Outcome {
        /** It is in the queue. */
        QUEUED,
        /** An example with the same content came before; nothing was stored. */
        KNOWN,
        /** The checks refused it; it is among the rejects. */
        REJECTED
    }

    /** Copies the list. */
    public Receipt {
        findings = List.copyOf(findings);
    }
}
