/** Metrics and traces of questions, runs and registry changes, after OpenTelemetry's conventions for generative AI; content never leaves. */
@NullMarked
package dev.finetuning.spring.observe;

import org.jspecify.annotations.NullMarked;
