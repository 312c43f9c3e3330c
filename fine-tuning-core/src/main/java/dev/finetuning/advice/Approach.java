package dev.finetuning.advice;

/** The ways to make a model do a task, in the order of effort. Each is worth trying only if those before do not do. */
public enum Approach {
    /** Instructions, perhaps with the same few examples before every question. Nothing is trained. */
    PROMPTING,
    /** The nearest examples or documents are looked up for each question. Nothing is trained. */
    RETRIEVAL,
    /** A provider trains a model of theirs and serves it. */
    FINE_TUNING,
    /** A model that you train and run yourself: on your own machines, or within the process. */
    OWN_MODEL;

    /** Whether it needs training. */
    public boolean trains() {
        return compareTo(FINE_TUNING) >= 0;
    }
}
