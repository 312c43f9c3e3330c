package dev.finetuning.eval.human;

/**
 * One person's word on one pair.
 *
 * @param item the pair
 * @param rater who rated, by whatever name or number
 * @param preference what was found better
 */
public record Rating(String item, String rater, Preference preference) {}
