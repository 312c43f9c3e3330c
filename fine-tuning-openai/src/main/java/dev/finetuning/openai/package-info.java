/** Neutral training and chat requests enter, calls to OpenAI leave. */
@NullMarked
package dev.finetuning.openai;

import org.jspecify.annotations.NullMarked;
