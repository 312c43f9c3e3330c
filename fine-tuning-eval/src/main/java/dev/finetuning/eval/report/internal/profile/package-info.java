/** A dataset's profile enters; the sections of its page leave. */
@NullMarked
package dev.finetuning.eval.report.internal.profile;

import org.jspecify.annotations.NullMarked;
