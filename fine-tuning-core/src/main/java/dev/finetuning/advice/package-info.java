/**
 * Measurements of a task enter, the advice whether to prompt, to look up, to fine-tune or to run a model of one's own
 * leaves, with its grounds.
 */
@NullMarked
package dev.finetuning.advice;

import org.jspecify.annotations.NullMarked;
