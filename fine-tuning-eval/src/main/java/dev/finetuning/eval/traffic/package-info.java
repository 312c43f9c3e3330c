/**
 * Scores of answers that two versions gave to live traffic enter; a verdict that may be looked at after every
 * answer leaves.
 */
@NullMarked
package dev.finetuning.eval.traffic;

import org.jspecify.annotations.NullMarked;
