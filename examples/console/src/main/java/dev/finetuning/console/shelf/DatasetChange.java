package dev.finetuning.console.shelf;

import java.util.Optional;

/**
 * A remedy that is being applied to a dataset, or could not be.
 *
 * @param remedy which
 * @param percent how much of the dataset has been gone through, from 0 to 100
 * @param progress the same for people
 * @param failure why nothing came of it; empty while it goes on
 */
public record DatasetChange(RemedyChoice remedy, int percent, String progress, Optional<String> failure) {}
