/**
 * Checks before an upload: examples enter; findings of what Mistral's trainer would refuse leave, with
 * remedies for what can be repaired.
 */
@NullMarked
package dev.finetuning.mistral.checks;

import org.jspecify.annotations.NullMarked;
