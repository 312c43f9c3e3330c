/**
 * Building and holding data: examples, files and texts enter; an immutable dataset with fingerprint,
 * statistics, split and rejected records leaves.
 */
@NullMarked
package dev.finetuning.dataset;

import org.jspecify.annotations.NullMarked;
