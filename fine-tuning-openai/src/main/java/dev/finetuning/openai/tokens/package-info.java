/**
 * Token counts of OpenAI's models: texts and examples enter; counts leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.openai.tokens;

import org.jspecify.annotations.NullMarked;
