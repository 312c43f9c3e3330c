/**
 * Examples that are made rather than found: verified examples or prompts and a {@link
 * dev.finetuning.chat.ChatModel} enter, a dataset with new examples leaves, each marked synthetic and
 * unverified, checked and de-duplicated like the rest, their share capped and their price known
 * beforehand.
 *
 * <p>{@link dev.finetuning.synthesis.Synthesis} is where to begin.
 */
@NullMarked
package dev.finetuning.synthesis;

import org.jspecify.annotations.NullMarked;
