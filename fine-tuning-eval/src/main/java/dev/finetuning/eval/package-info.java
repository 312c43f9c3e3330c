/**
 * Test cases and models enter; every answer with its scores, latency and usage, and what they amount
 * to, leaves. A model that errs on a case is counted apart, never scored as a silent 0.
 */
@NullMarked
package dev.finetuning.eval;

import org.jspecify.annotations.NullMarked;
