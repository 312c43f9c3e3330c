package dev.finetuning.local;

/** What somebody, in any process, wants of a job's worker. */
enum Wish {
    GO_ON,
    PAUSE,
    CANCEL;

    /** The wish of that name; any other text is no wish. */
    static Wish ofName(String name) {
        for (Wish wish : values()) {
            if (wish.name().equals(name)) {
                return wish;
            }
        }
        return GO_ON;
    }
}
