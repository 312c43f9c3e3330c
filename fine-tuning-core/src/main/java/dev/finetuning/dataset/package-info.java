/**
 * Building and holding data: examples, files and texts enter; an immutable dataset with fingerprint,
 * statistics, split and rejected records leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.dataset;

import org.jspecify.annotations.NullMarked;
