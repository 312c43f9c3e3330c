/** Requests of a browser and its forms enter, pages leave. Templates are in {@code src/main/jte}. */
@NullMarked
package dev.finetuning.console.screen;

import org.jspecify.annotations.NullMarked;
