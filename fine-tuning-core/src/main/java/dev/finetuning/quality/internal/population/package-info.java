/**
 * What only many examples together show: examples enter one by one, findings about outliers and
 * imbalance leave at the end. {@link dev.finetuning.quality.PopulationChecks} offers them.
 */
@NullMarked
package dev.finetuning.quality.internal.population;

import org.jspecify.annotations.NullMarked;
