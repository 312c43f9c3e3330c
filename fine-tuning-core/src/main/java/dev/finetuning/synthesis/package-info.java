/**
 * Synthetic examples: validated examples or prompts and a {@link dev.finetuning.chat.ChatModel} enter; a
 * dataset with new examples leaves. The new ones are marked as synthetic and not validated, are checked and
 * de-duplicated like all others, and their share and cost are limited.
 *
 * <p>Start with {@link dev.finetuning.synthesis.Synthesis}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.synthesis;

import org.jspecify.annotations.NullMarked;
