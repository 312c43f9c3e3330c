/**
 * The whole process as one resumable run: a plan enters; despite any crash, at most one paid job and one
 * registered, perhaps promoted, model version leave. All progress is in a journal.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.run;

import org.jspecify.annotations.NullMarked;
