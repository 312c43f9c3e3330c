package dev.finetuning.eval.batch;

import dev.finetuning.FineTuningException;
import java.time.Duration;
import java.util.List;

/**
 * The provider has not answered all batches yet. They continue there, and answers received so far are
 * stored; evaluate again to continue waiting. Nothing is submitted twice.
 */
public final class BatchPendingException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> batchIds;

    /** An exception with the model, the provider's ids of its open batches, and how long they were waited for. */
    public BatchPendingException(String model, List<String> batchIds, Duration patience) {
        super("evaluation of " + model + ": batches " + batchIds + " were not answered within " + patience
                + "; evaluate again, with the same journal, to continue waiting");
        this.batchIds = List.copyOf(batchIds);
    }

    /** The provider's ids of the open batches. */
    public List<String> batchIds() {
        return batchIds;
    }
}
