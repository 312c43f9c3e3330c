package dev.finetuning.console.shelf;

import java.util.Optional;

/**
 * A remedy that is tried on a revision.
 *
 * @param outcome what it would do, once that is known
 * @param percent how much of the revision has been gone through, from 0 to 100
 * @param progress the same for people
 */
public record RemedyTrial(Optional<RemedyOutcome> outcome, int percent, String progress) {}
