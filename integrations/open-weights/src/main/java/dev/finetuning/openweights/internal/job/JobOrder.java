package dev.finetuning.openweights.internal.job;

/** What a worker is asked for, by a word in a file of its own. */
public enum JobOrder {
    /** End the job. */
    CANCEL("CANCEL"),
    /** Keep a checkpoint and end the process. */
    PAUSE("PAUSE");

    private final String word;

    JobOrder(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
