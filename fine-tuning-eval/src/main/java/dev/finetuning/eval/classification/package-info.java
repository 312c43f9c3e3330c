/**
 * Classification: expected and predicted labels enter, one or several per case; accuracy, precision, recall,
 * F1, Hamming loss and the confusion matrix leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.classification;

import org.jspecify.annotations.NullMarked;
