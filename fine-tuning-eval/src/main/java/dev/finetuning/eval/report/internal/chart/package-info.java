/** Numbers enter; pictures as SVG leave. */
@NullMarked
package dev.finetuning.eval.report.internal.chart;

import org.jspecify.annotations.NullMarked;
