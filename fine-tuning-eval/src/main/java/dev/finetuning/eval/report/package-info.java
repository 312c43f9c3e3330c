/**
 * Reports: evaluations, training events and findings enter; pages, tables and test results for people and
 * build servers leave. Text from models is treated as untrusted everywhere.
 */
@NullMarked
package dev.finetuning.eval.report;

import org.jspecify.annotations.NullMarked;
