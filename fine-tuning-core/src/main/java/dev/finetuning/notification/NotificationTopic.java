package dev.finetuning.notification;

/** What a notification is about. */
public enum NotificationTopic {
    /** A run began, ended, timed out or waits for a decision. */
    RUN,
    /** A job exists at the provider, which may cost money. */
    JOB,
    /** A version was registered, deprecated, archived or restored. */
    VERSION,
    /** An alias moved to another version, or the gates refused to move it. */
    PROMOTION,
    /** An alias moved back. */
    ROLLBACK,
    /** Money: a limit was reached. */
    BUDGET,
    /** A round of a continuous training began or ended. */
    RETRAINING,
    /** A model will be shut down. */
    RETIREMENT,
    /** Scores or inputs are not what they were. */
    DRIFT,
    /** Anything else. */
    OTHER
}
