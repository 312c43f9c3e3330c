package dev.finetuning.local.internal.store;

import dev.finetuning.internal.json.StoredNames;
import java.util.Map;

/** What a job's worker is to do next; anybody may leave an order, in any process. */
public enum WorkerOrder {
    GO_ON,
    PAUSE,
    CANCEL;

    private static final StoredNames<WorkerOrder> NAMES =
            StoredNames.of(WorkerOrder.class, Map.of(GO_ON, "GO_ON", PAUSE, "PAUSE", CANCEL, "CANCEL"));

    /** The name under which the order is left in its file. */
    String storedName() {
        return NAMES.of(this);
    }

    /** The order of a stored name; any other text is GO_ON. */
    static WorkerOrder ofStoredName(String name) {
        return NAMES.find(name).orElse(GO_ON);
    }
}
