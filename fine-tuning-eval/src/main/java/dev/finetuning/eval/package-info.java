/**
 * Evaluation: test cases and models enter; every answer with its scores, latency and usage, and their
 * summary, leaves. Errors are counted separately, never scored as 0.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval;

import org.jspecify.annotations.NullMarked;
