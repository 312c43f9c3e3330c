/**
 * What the journal and the folder keep of a run: its events and its data enter, and leave again as the
 * state they add up to and as what callers see of it.
 */
@NullMarked
package dev.finetuning.run.internal.stored;

import org.jspecify.annotations.NullMarked;
