/** The result of a hyperparameter search enters; the sections of its page leave. */
@NullMarked
package dev.finetuning.eval.report.internal.search;

import org.jspecify.annotations.NullMarked;
