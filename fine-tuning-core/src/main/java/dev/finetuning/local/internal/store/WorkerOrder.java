package dev.finetuning.local.internal.store;

/** What a job's worker is to do next; anybody may leave an order, in any process. */
public enum WorkerOrder {
    GO_ON,
    PAUSE,
    CANCEL;

    /** The order of that name; any other text is GO_ON. */
    public static WorkerOrder ofName(String name) {
        for (WorkerOrder order : values()) {
            if (order.name().equals(name)) {
                return order;
            }
        }
        return GO_ON;
    }
}
