package dev.finetuning.console.view;

/**
 * The figures at the top.
 *
 * @param datasets how many there are
 * @param active how many runs are going on
 * @param models how many there are
 * @param spent what the runs of this month have cost
 */
public record Tally(int datasets, long active, int models, String spent) {}
