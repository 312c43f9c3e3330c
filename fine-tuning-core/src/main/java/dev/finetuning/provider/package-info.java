/**
 * Failures of providers: a failed call enters; an exception whose type says what the caller can do next leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.provider;

import org.jspecify.annotations.NullMarked;
