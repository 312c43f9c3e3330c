/**
 * Evaluations, training events and findings enter; pages, tables and test results that people and
 * build servers read leave. What a model wrote is untrusted everywhere here.
 */
@NullMarked
package dev.finetuning.eval.report;

import org.jspecify.annotations.NullMarked;
