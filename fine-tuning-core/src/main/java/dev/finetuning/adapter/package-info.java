/**
 * What adapters have in common: examples and a provider's raw answers enter; files ready to send, tolerantly
 * parsed objects, and exceptions whose type says what the caller can do leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.adapter;

import org.jspecify.annotations.NullMarked;
