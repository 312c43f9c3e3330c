/**
 * Training examples enter, with a base model where one is prompted; models that cost little or nothing
 * leave, which a tuned model has to beat to be worth its money.
 */
@NullMarked
package dev.finetuning.eval.baseline;

import org.jspecify.annotations.NullMarked;
