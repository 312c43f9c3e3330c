/** Token counts of Mistral's models: texts, examples and tokenizer files enter; counts leave. */
@NullMarked
package dev.finetuning.mistral.tokens;

import org.jspecify.annotations.NullMarked;
