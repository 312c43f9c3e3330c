/** The name of an area enters, the ratios it claims leave. */
@NullMarked
package dev.finetuning.benchmarks;

import org.jspecify.annotations.NullMarked;
