/** A folder and a Python interpreter enter; files written whole, scripts and failures leave. */
@NullMarked
package dev.finetuning.openweights.internal;

import org.jspecify.annotations.NullMarked;
