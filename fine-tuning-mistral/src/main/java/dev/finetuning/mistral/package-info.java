/**
 * The Mistral adapter: provider-neutral training and chat requests enter; calls to Mistral, or a provider with
 * its API, leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.mistral;

import org.jspecify.annotations.NullMarked;
