/**
 * Classification: pairs of expected and predicted labels enter; accuracy, precision, recall, F1 and the
 * confusion matrix leave.
 */
@NullMarked
package dev.finetuning.eval.classification;

import org.jspecify.annotations.NullMarked;
