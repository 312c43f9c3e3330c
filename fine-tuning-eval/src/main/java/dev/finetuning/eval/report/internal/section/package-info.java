/** The content of a report enters; the page's sections leave, in their order. */
@NullMarked
package dev.finetuning.eval.report.internal.section;

import org.jspecify.annotations.NullMarked;
