package dev.finetuning.eval.batch;

import dev.finetuning.FineTuningException;
import java.time.Duration;
import java.util.List;

/**
 * The provider has not answered all batches yet. They go on there, and what was answered is kept; evaluate
 * again to go on waiting. Nothing is handed in twice.
 */
public final class BatchPendingException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> batchIds;

    /** With the model, its open batches as the provider names them, and how long they were waited for. */
    public BatchPendingException(String model, List<String> batchIds, Duration patience) {
        super("evaluation of " + model + ": batches " + batchIds + " were not answered within " + patience
                + "; evaluate again, with the same journal, to go on waiting");
        this.batchIds = List.copyOf(batchIds);
    }

    /** The batches that are open, as the provider names them. */
    public List<String> batchIds() {
        return batchIds;
    }
}
