package dev.finetuning.eval.human;

/**
 * One person's rating of one pair.
 *
 * @param item the pair
 * @param rater who rated, by any name or number
 * @param preference the better side
 */
public record Rating(String item, String rater, Preference preference) {}
