/** Token counts of OpenAI's models: texts and examples enter; counts leave. */
@NullMarked
package dev.finetuning.openai.tokens;

import org.jspecify.annotations.NullMarked;
