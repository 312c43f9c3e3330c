package dev.finetuning.chat;

import java.util.Map;
import java.util.Optional;

/**
 * A model that also takes many questions at once and answers them later, usually within a day and at a
 * lower price. Thread-safe; a batch can be looked after by another process, by its id.
 */
public interface BatchChatModel extends ChatModel {
    /**
     * Hands questions in, or finds the same ones already handed in. Never sent twice.
     *
     * @param questions questions by keys of the caller's own, at least one
     * @return the batch's id
     * @throws dev.finetuning.provider.OutcomeUnknownException if no usable answer came; handing in the
     *     same questions again finds what may have been created
     */
    String submit(Map<String, ChatRequest> questions);

    /**
     * The answers by the questions' keys; empty while the batch is being worked on. Questions that a
     * batch left unanswered are missing from the map.
     *
     * @throws dev.finetuning.provider.RequestRejectedException if the host refused the batch as a whole
     */
    Optional<Map<String, BatchAnswer>> answers(String batchId);

    /** Asks for a batch to end; what is answered by then stays answered. */
    void cancelBatch(String batchId);
}
