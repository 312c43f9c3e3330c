/**
 * Exports: an evaluation enters; a file for build servers, spreadsheets or other programs leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.report.export;

import org.jspecify.annotations.NullMarked;
