package dev.finetuning.eval.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.finetuning.asking.internal.StoredFields;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one model, kept in a journal: what goes into a batch is written before it is handed
 * in, so that after a crash the very same questions are handed in again, which the model's contract
 * turns into finding the batch there is. Thread-safe as far as its journal is.
 */
final class BatchBook {
    private static final String PLANNED = "batch.planned";
    private static final String SUBMITTED = "batch.submitted";
    private static final String FETCHED = "batch.fetched";
    private static final String GONE = "batch.gone";

    private final Journal journal;
    private final InstantSource clock;
    private final String stream;

    BatchBook(Journal journal, ChatModel model, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.stream = "evaluation/batches/" + Sha256.hex(model.provider() + '\0' + model.id());
    }

    /** The batches still to be fetched, the oldest first. */
    List<OpenBatch> open() {
        Map<Long, OpenBatch> open = new LinkedHashMap<>();
        long[] sequence = {0};
        journal.forEach(stream, 0, entry -> apply(entry, sequence[0]++, open));
        return List.copyOf(open.values());
    }

    /** A new batch of these questions. */
    OpenBatch plan(String evaluationId, Set<String> keys, @Nullable String reservation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("evaluation", evaluationId);
        body.put("keys", List.copyOf(keys));
        StoredFields.putIfPresent(body, "reservation", reservation);
        long number = append(PLANNED, body) - 1;
        return new OpenBatch(number, evaluationId, keys, reservation, null);
    }

    OpenBatch submitted(OpenBatch batch, String batchId) {
        append(SUBMITTED, Map.of("batch", batch.number(), "id", batchId));
        return batch.withBatchId(batchId);
    }

    /** Its answers are kept. */
    void fetched(OpenBatch batch) {
        append(FETCHED, Map.of("batch", batch.number()));
    }

    /** The provider refused it as a whole, or does not know it any more. */
    void gone(OpenBatch batch) {
        append(GONE, Map.of("batch", batch.number()));
    }

    private long append(String type, Map<String, Object> body) {
        return journal.append(
                stream, Journal.ANY_SIZE, List.of(new JournalEntry(type, clock.instant(), StoredFields.write(body))));
    }

    private void apply(JournalEntry entry, long sequence, Map<Long, OpenBatch> open) {
        Map<String, Object> body = body(entry);
        long number = StoredFields.number(body, "batch");
        switch (entry.type()) {
            case PLANNED -> open.put(sequence, planned(sequence, body));
            case SUBMITTED ->
                open.computeIfPresent(number, (key, batch) -> batch.withBatchId(StoredFields.text(body, "id")));
            case FETCHED, GONE -> open.remove(number);
            default -> {
                // a later version may tell more of a batch; what is open is told by these
            }
        }
    }

    private static OpenBatch planned(long number, Map<String, Object> body) {
        return new OpenBatch(
                number,
                StoredFields.text(body, "evaluation"),
                new LinkedHashSet<>(StoredFields.texts(body, "keys")),
                StoredFields.optionalText(body, "reservation").orElse(null),
                null);
    }

    private Map<String, Object> body(JournalEntry entry) {
        try {
            return StoredFields.read(entry.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(foreign(), e);
        }
    }

    private String foreign() {
        return "the journal's stream " + stream + " contains an entry that is not a batch's: someone else writes to it";
    }
}
