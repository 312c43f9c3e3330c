/**
 * The OpenAI adapter: provider-neutral training and chat requests enter; calls to OpenAI, or a provider with
 * its API, leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.openai;

import org.jspecify.annotations.NullMarked;
