/**
 * Reports: evaluations, training events and findings enter; pages, tables and test results for people and
 * build servers leave. Text from models is treated as untrusted everywhere.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.report;

import org.jspecify.annotations.NullMarked;
