/**
 * Checks before an upload: examples enter, findings of what their training lines cannot carry leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.openai.checks;

import org.jspecify.annotations.NullMarked;
