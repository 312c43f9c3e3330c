/** What several rooms of the evaluation need: threads, cells that spreadsheets show and do not compute, p-values as text. */
@NullMarked
package dev.finetuning.eval.internal;

import org.jspecify.annotations.NullMarked;
