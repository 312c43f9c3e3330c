/** Threads: the name for them enters; an executor leaves whose threads end soon after their work. */
@NullMarked
package dev.finetuning.internal.threads;

import org.jspecify.annotations.NullMarked;
