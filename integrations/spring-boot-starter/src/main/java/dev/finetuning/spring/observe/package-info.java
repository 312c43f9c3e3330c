/**
 * Metrics and traces of questions, runs and registry changes, after OpenTelemetry's conventions for generative AI; content never leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.spring.observe;

import org.jspecify.annotations.NullMarked;
