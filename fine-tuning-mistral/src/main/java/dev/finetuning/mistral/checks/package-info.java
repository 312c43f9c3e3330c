/**
 * Checks before an upload: examples enter, findings of what Mistral's trainer would refuse leave, and
 * remedies for what can be put right.
 */
@NullMarked
package dev.finetuning.mistral.checks;

import org.jspecify.annotations.NullMarked;
