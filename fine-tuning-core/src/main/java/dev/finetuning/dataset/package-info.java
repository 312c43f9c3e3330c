/**
 * Building and holding data: examples, files and texts enter; an immutable dataset with fingerprint,
 * statistics, split and rejected records leaves.
 *
 * <p>One package because a dataset, its split and a streamed preparation decide by the same hashes of an example, and
 * assign it to the same part, by code that nobody else should call.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.dataset;

import org.jspecify.annotations.NullMarked;
