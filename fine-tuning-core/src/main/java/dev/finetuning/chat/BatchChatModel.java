package dev.finetuning.chat;

import java.util.Map;
import java.util.Optional;

/**
 * A chat model that also accepts many questions at once and answers them later, usually within a day and at
 * a lower price. Thread-safe. Any process can look at a batch by its id.
 */
public interface BatchChatModel extends ChatModel {
    /**
     * Submits questions, or finds the batch if the same ones were already submitted. The request is sent
     * once.
     *
     * @param questions questions by keys that the caller chooses, at least one
     * @return the batch's id
     * @throws dev.finetuning.provider.OutcomeUnknownException if there was no usable answer; submit the
     *     same questions again to find a batch that may have been created
     */
    String submit(Map<String, ChatRequest> questions);

    /**
     * The answers by the questions' keys; empty while the batch is in progress. Questions that the batch
     * did not answer are missing from the map.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if the provider refused the whole batch
     */
    Optional<Map<String, BatchAnswer>> answers(String batchId);

    /** Requests the end of a batch; questions answered by then stay answered. */
    void cancelBatch(String batchId);
}
