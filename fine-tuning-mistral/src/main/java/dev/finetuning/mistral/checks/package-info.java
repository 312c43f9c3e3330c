/**
 * Checks before an upload: examples enter; findings of what Mistral's trainer would refuse leave, with
 * remedies for what can be repaired.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.mistral.checks;

import org.jspecify.annotations.NullMarked;
