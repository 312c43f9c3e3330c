/**
 * Regression tests with JUnit Jupiter: evaluations from an application's own tests enter; a failed test and
 * a report leave if a model got worse. Needs JUnit Jupiter on the test path.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.eval.junit;

import org.jspecify.annotations.NullMarked;
