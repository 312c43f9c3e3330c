package dev.finetuning.openweights.internal.job;

import java.util.Arrays;
import java.util.Optional;

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

    static Optional<JobOrder> of(String word) {
        return Arrays.stream(values()).filter(order -> order.word.equals(word)).findFirst();
    }

    String word() {
        return word;
    }
}
