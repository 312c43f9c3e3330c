package dev.finetuning.eval.classification;

/**
 * Precision, recall and F1 over all labels, each 0..1.
 *
 * @param precision averaged precision
 * @param recall averaged recall
 * @param f1 averaged F1, not the F1 of the averages
 */
public record AverageScores(double precision, double recall, double f1) {}
