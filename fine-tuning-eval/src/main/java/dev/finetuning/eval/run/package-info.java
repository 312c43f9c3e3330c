/**
 * A trained model enters, with its test cases and the version that serves now; the score cards that a
 * run's gates judge by leave.
 */
@NullMarked
package dev.finetuning.eval.run;

import org.jspecify.annotations.NullMarked;
