/**
 * Human ratings: two evaluations of the same cases enter; blind sheets for raters leave, and preferences,
 * agreement and scores computed from the ratings.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.human;

import org.jspecify.annotations.NullMarked;
