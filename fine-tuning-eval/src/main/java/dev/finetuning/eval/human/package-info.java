/**
 * Two evaluations of the same cases enter; a blind sheet for people to rate, and from their ratings
 * preferences, agreement and scores, leave.
 */
@NullMarked
package dev.finetuning.eval.human;

import org.jspecify.annotations.NullMarked;
