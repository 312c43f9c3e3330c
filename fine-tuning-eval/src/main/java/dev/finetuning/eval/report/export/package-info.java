/** Exports: an evaluation enters; a file for build servers, spreadsheets or other programs leaves. */
@NullMarked
package dev.finetuning.eval.report.export;

import org.jspecify.annotations.NullMarked;
