/**
 * Building and holding data: examples, files and texts enter, an immutable dataset with a fingerprint,
 * its statistics, its split and what could not be read leave.
 */
@NullMarked
package dev.finetuning.dataset;

import org.jspecify.annotations.NullMarked;
