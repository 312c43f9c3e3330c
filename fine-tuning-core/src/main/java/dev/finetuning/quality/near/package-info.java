/** Examples enter, groups of examples that say nearly the same leave. */
@NullMarked
package dev.finetuning.quality.near;

import org.jspecify.annotations.NullMarked;
