/** Neutral training and chat requests enter, calls to Mistral leave. */
@NullMarked
package dev.finetuning.mistral;

import org.jspecify.annotations.NullMarked;
