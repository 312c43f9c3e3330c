/** Jobs' folders enter, submissions to a Ray cluster leave; what becomes of these comes back as workers' states. */
@NullMarked
package dev.finetuning.openweights.internal.ray;

import org.jspecify.annotations.NullMarked;
