/**
 * What says the same: examples enter, findings that name the earlier row leave. {@link
 * dev.finetuning.quality.DuplicateChecks} and {@link dev.finetuning.quality.PopulationChecks} offer them.
 */
@NullMarked
package dev.finetuning.quality.internal.duplicates;

import org.jspecify.annotations.NullMarked;
