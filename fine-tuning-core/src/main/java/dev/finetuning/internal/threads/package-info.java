/**
 * Threads: work enters; results leave in order, and the threads end with the work or soon after it.
 */
@NullMarked
package dev.finetuning.internal.threads;

import org.jspecify.annotations.NullMarked;
