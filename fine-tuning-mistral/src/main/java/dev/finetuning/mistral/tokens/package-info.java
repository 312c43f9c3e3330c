/**
 * Token counts of Mistral's models: texts, examples and tokenizer files enter; counts leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.mistral.tokens;

import org.jspecify.annotations.NullMarked;
