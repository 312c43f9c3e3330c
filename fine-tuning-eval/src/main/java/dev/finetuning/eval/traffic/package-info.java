/**
 * Live traffic: scores of two versions' answers enter; a verdict that may be looked at after every answer leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.traffic;

import org.jspecify.annotations.NullMarked;
