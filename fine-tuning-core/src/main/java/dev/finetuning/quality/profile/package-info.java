/**
 * A summary of a dataset: examples, findings, costs and a compatibility matrix enter; a profile leaves, as values
 * and as JSON.
 */
@NullMarked
package dev.finetuning.quality.profile;

import org.jspecify.annotations.NullMarked;
