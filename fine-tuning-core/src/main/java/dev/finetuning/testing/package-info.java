/**
 * Fixtures for applications' own tests: a script enters; a pipeline, a chat model and a clock that follow
 * it leave. Nothing here waits in real time or needs a network.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.testing;

import org.jspecify.annotations.NullMarked;
