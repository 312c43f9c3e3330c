/**
 * Expected and predicted labels enter, one or several a case; accuracy, precision, recall, F1, the Hamming loss and the
 * confusion matrix leave.
 */
@NullMarked
package dev.finetuning.eval.classification;

import org.jspecify.annotations.NullMarked;
