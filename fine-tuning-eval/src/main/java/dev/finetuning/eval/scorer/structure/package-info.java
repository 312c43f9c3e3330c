/**
 * Scorers of structure: an answer that should be JSON or a tool call and the expected answer enter; how far
 * their structure agrees leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.scorer.structure;

import org.jspecify.annotations.NullMarked;
