/**
 * Edit distance: two texts or token sequences enter; the number of edits between them leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.scorer.distance;

import org.jspecify.annotations.NullMarked;
