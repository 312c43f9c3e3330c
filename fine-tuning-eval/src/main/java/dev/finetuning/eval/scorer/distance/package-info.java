/** Edit distance: two texts or token sequences enter; the number of edits between them leaves. */
@NullMarked
package dev.finetuning.eval.scorer.distance;

import org.jspecify.annotations.NullMarked;
