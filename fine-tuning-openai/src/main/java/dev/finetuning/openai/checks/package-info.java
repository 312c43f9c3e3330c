/** Checks before an upload: examples enter, findings of what their training lines cannot carry leave. */
@NullMarked
package dev.finetuning.openai.checks;

import org.jspecify.annotations.NullMarked;
