/**
 * An answer that should be JSON or a tool call enters beside what was expected; how far its structure
 * agrees leaves.
 */
@NullMarked
package dev.finetuning.eval.scorer.structure;

import org.jspecify.annotations.NullMarked;
