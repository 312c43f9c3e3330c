/** What the documentation says, for tests: pages enter, their programs leave. */
@NullMarked
package dev.finetuning.documentation;

import org.jspecify.annotations.NullMarked;
