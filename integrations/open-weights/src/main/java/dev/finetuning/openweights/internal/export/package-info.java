/** The Python process that exports: its request, its steps, its failures. Not API. */
@NullMarked
package dev.finetuning.openweights.internal.export;

import org.jspecify.annotations.NullMarked;
