/**
 * Mistral's JSON: requests, examples and raw answers enter, bodies, lines and values of this library
 * leave. Nothing is sent from here, and nothing here is API.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.mistral.wire;

import org.jspecify.annotations.NullMarked;
