package dev.finetuning.eval.batch;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose answers have not been fetched yet.
 *
 * @param number which one, among all batches of a model
 * @param evaluationId the evaluation that planned it
 * @param keys the questions in it, in the order they are handed in
 * @param reservation what was set aside for it in the budget; null where there is none
 * @param batchId what the provider calls it; null where it is not known to have been handed in
 */
record OpenBatch(
        long number,
        String evaluationId,
        Set<String> keys,
        @Nullable String reservation,
        @Nullable String batchId) {
    OpenBatch withBatchId(String newBatchId) {
        return new OpenBatch(number, evaluationId, keys, reservation, newBatchId);
    }

    boolean sharesAny(Set<String> wanted) {
        return keys.stream().anyMatch(wanted::contains);
    }
}
