/**
 * Mistral's JSON: requests, examples and raw answers enter, bodies, lines and values of this library
 * leave. Nothing is sent from here, and nothing here is API.
 */
@NullMarked
package dev.finetuning.mistral.wire;

import org.jspecify.annotations.NullMarked;
