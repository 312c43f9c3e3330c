/**
 * Tokens as Mistral counts them: texts, examples and tokenizer files enter, counts leave.
 */
@NullMarked
package dev.finetuning.mistral.tokens;

import org.jspecify.annotations.NullMarked;
