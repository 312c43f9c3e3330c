/** Text that was not written here enters; cells that spreadsheets show and do not compute leave. */
@NullMarked
package dev.finetuning.eval.internal;

import org.jspecify.annotations.NullMarked;
