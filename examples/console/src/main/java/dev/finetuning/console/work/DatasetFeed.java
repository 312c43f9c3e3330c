package dev.finetuning.console.work;

import java.time.Instant;

/**
 * A dataset that was handed in as a whole to a model that is trained as examples arrive.
 *
 * @param dataset the dataset's id
 * @param revision the number of its revision
 * @param name what the dataset was called
 * @param by who handed it in
 * @param at when
 * @param status how that stands
 * @param note how far it has come, what became of its examples, or why it failed
 * @param percent how much of it is done, from 0 to 100
 */
public record DatasetFeed(
        String dataset, int revision, String name, String by, Instant at, Status status, String note, int percent) {
    /** How it stands. */
    public enum Status {
        /** Its examples are being handed in. */
        ACTIVE,
        /** All its examples are in the queue, or were refused one by one. */
        DONE,
        /** Not all of them could be read; those before are in the queue. */
        FAILED
    }
}
