/** An assessment of readiness enters, the sections of its page leave. Not API. */
@NullMarked
package dev.finetuning.eval.report.internal.readiness;

import org.jspecify.annotations.NullMarked;
