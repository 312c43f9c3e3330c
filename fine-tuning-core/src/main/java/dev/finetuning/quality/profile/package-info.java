/**
 * A summary of a dataset: examples, findings, costs and a compatibility matrix enter; a profile leaves, as values
 * and as JSON.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.quality.profile;

import org.jspecify.annotations.NullMarked;
